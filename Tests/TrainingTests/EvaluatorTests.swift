import Corpora
import Tensors
import Testing
import Training
import Transformer

@Suite("Evaluation")
struct EvaluatorTests {
    @Test(
        "is the mean over the validation part, each token judged in the first window with it",
        arguments: [(Prediction.every, 8), (.every, 3), (.every, 1), (.last, 8), (.last, 1)])
    func naive(predict: Prediction, stride: Int) throws {
        let trial = try TinyTrial(predict: predict)
        let traced = try trace(trial.model, .standard, batch: 1, purpose: .evaluation)
        let parameters = ParameterVector(
            layout: ParameterLayout(traced.graph.parameters), seed: 5)
        let evaluator = try Evaluator(
            trial.model, .standard, corpus: trial.corpus, stride: stride, parameters: parameters,
            makeExecutor: cpuExecutors())
        let data = trial.corpus.tokens(of: .validation).map { Float($0) }
        let last = data.count - 9
        var starts = Array(Swift.stride(from: 0, through: last, by: stride))
        if starts.last != last { starts.append(last) }
        let single = InterpretingExecutor(graph: traced.graph, parameters: parameters)
        var losses: [Int: Double] = [:]
        for start in starts {
            single.setInput("tokens", to: Array(data[start..<start + 8]))
            single.setInput(
                "targets",
                to: predict == .every ? Array(data[start + 1...start + 8]) : [data[start + 8]])
            single.run(seed: 0, step: 0)
            for (index, loss) in single.output("losses").enumerated() {
                let token = predict == .every ? start + 1 + index : start + 8
                if losses[token] == nil { losses[token] = Double(loss) }
            }
        }
        if predict == .every { #expect(losses.count == data.count - 1) }
        let mean = losses.values.reduce(0, +) / Double(losses.count)
        let found = evaluator.evaluate().loss
        #expect(abs(found - mean) < 1e-5, "\(found) is not \(mean)")
        #expect(evaluator.evaluate().loss == found, "to the bit")
    }

    @Test(
        "the losses by position are those of the counted tokens, and weighted have their mean",
        arguments: [8, 3, 1])
    func positions(stride: Int) throws {
        let trial = try TinyTrial()
        let traced = try trace(trial.model, .standard, batch: 1, purpose: .evaluation)
        let parameters = ParameterVector(
            layout: ParameterLayout(traced.graph.parameters), seed: 5)
        let result = try Evaluator(
            trial.model, .standard, corpus: trial.corpus, stride: stride, parameters: parameters,
            makeExecutor: cpuExecutors()
        ).evaluate()
        let found = try #require(result.positions)
        let count = trial.corpus.split.validation.count - 1
        #expect(found.counts.reduce(0, +) == count)
        #expect(found.counts.allSatisfy { $0 > 0 })
        let mean = zip(found.means, found.counts).reduce(0) { $0 + $1.0 * Double($1.1) }
        #expect(abs(mean / Double(count) - result.loss) < 1e-12)

        let data = trial.corpus.tokens(of: .validation).map { Float($0) }
        let single = InterpretingExecutor(graph: traced.graph, parameters: parameters)
        var sums = [Double](repeating: 0, count: 8)
        var counts = [Int](repeating: 0, count: 8)
        var seen: Set<Int> = []
        for start in Array(Swift.stride(from: 0, through: data.count - 9, by: stride))
            + [data.count - 9]
        {
            single.setInput("tokens", to: Array(data[start..<start + 8]))
            single.setInput("targets", to: Array(data[start + 1...start + 8]))
            single.run(seed: 0, step: 0)
            for (position, loss) in single.output("losses").enumerated()
            where seen.insert(start + position).inserted {
                sums[position] += Double(loss)
                counts[position] += 1
            }
        }
        #expect(found.counts == counts)
        for (mean, (sum, count)) in zip(found.means, zip(sums, counts)) {
            #expect(abs(mean - sum / Double(count)) < 1e-5)
        }
    }

    @Test("a model that predicts the token after the block has no losses by position")
    func noPositions() throws {
        let trial = try TinyTrial(predict: .last)
        #expect(try trial.trainer().untrained().positions == nil)
    }
}

extension Trainer {
    /// What an evaluation of the initial values finds.
    fileprivate func untrained() throws -> Evaluator.Result {
        try Evaluator(
            model, variant, corpus: corpus, parameters: parameters, makeExecutor: cpuExecutors()
        ).evaluate()
    }
}

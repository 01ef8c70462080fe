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
}

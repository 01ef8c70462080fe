import Corpora
import Foundation
import Tensors
import Testing
import Training
import Transformer

/// Logits that depend on the last token alone: the rows of a table.
private struct Table: PlainVariant {
    static let name = "table"
    static let summary = "Reads the logits from a table"

    func model(_ tokens: Tensor, at site: ModelSite) -> Tensor? {
        let table = site.parameter("table", [site.vocabulary, site.vocabulary], .zeros)
        let logits = table.gather(tokens)
        guard site.config.predict == .last else { return logits }
        return logits.slice(1, site.blockSize - 1..<site.blockSize)
            .reshaped(site.batch, site.vocabulary)
    }
}

@Suite("Accuracy and confidence")
struct AccuracyTests {
    /// What an evaluation of a text's last characters finds, for a table of logits of a, b and c.
    private func evaluate(
        _ table: [[Float]], last text: String, predict: Prediction = .every,
        _ makeExecutor: @escaping ExecutorFactory
    ) throws -> Evaluator.Result {
        let corpus = try Corpus(
            name: "abc", bytes: Array(("cbacba" + text).utf8), validation: .tokens(text.count))
        var model = ModelConfig()
        model.blockSize = 2
        model.vocabulary = 3
        model.predict = predict
        let variant = try Composition([Table()])
        let graph = try trace(model, variant, batch: 1, purpose: .evaluation).graph
        let parameters = ParameterVector(layout: ParameterLayout(graph.parameters))
        parameters[try #require(graph.parameters.first).name] = table.flatMap { $0 }
        return try Evaluator(
            model, variant, corpus: corpus, stride: 1, parameters: parameters,
            makeExecutor: makeExecutor
        ).evaluate()
    }

    /// After a, b is likeliest; after b, a and b equally; after c, all three.
    private static let table: [[Float]] = [[0, 2, 1], [3, 3, 1], [-1, -1, -1]]

    @Test("accuracy is that of a case worked out by hand, in which ties go to the lower index")
    func byHand() throws {
        for executors in [cpuExecutors(), interpreters()] {
            // a to b: hit. b to c: no. c to a, of three equals: hit. a to b: hit. b to b, which is as
            // high as a: no. b to a: hit.
            let every = try evaluate(Self.table, last: "abcabba", executors)
            #expect(abs(every.accuracy - 4.0 / 6) < 1e-12)
            // The first prediction has no whole block before it.
            let last = try evaluate(Self.table, last: "abcabba", predict: .last, executors)
            #expect(abs(last.accuracy - 3.0 / 5) < 1e-12)
            // The last index wins only where it is higher than all.
            for (row, accuracy) in [([0, 0, 1], 1), ([0, 1, 1], 0)] as [([Float], Double)] {
                let table = [[0, 0, 0], [0, 0, 0], row]
                #expect(try evaluate(table, last: "cccc", executors).accuracy == accuracy)
            }
        }
    }

    @Test("confidence is the highest probability: mean, extremes, and how many where")
    func confidence() throws {
        let (one, two, three): (Double, Double, Double) = (exp(1.0), exp(2.0), exp(3.0))
        let a = two / (1 + two + one)
        let b = three / (three + three + one)
        let c = 1.0 / 3
        for executors in [cpuExecutors(), interpreters()] {
            let found = try evaluate(Self.table, last: "abcabba", executors).confidence
            #expect(found.count == 6)
            let sum = 2 * a + 3 * b + c
            let mean = sum / 6
            #expect(abs(try #require(found.mean) - mean) < 1e-6)
            #expect(abs(try #require(found.minimum) - c) < 1e-6)
            #expect(abs(try #require(found.maximum) - a) < 1e-6)
            #expect(found.histogram == [0, 0, 0, 1, 3, 0, 2, 0, 0, 0])
        }
    }

    @Test("a probability of 1 is in the highest bin, and one that is no number in none")
    func borders() {
        var confidence = Confidence()
        #expect(confidence.mean == nil && confidence.minimum == nil)
        for probability: Float in [1, 0.95, 0.5, .nan] { confidence.count(probability) }
        #expect(confidence.count == 3 && confidence.maximum == 1)
        #expect(confidence.histogram == [0, 0, 0, 0, 0, 1, 0, 0, 0, 2])
    }

    @Test(
        "accuracy is that of logits that the interpreter gives", arguments: Prediction.allCases)
    func interpreter(predict: Prediction) throws {
        let trial = try TinyTrial(predict: predict)
        let graph = try trace(trial.model, .standard, batch: 1, purpose: .inference).graph
        let data = trial.corpus.tokens(of: .validation).map { Float($0) }
        let vocabulary = trial.model.vocabulary
        var found: [Double] = []
        for seed: UInt64 in 1...6 {
            let parameters = ParameterVector(
                layout: ParameterLayout(graph.parameters), seed: seed)
            let single = InterpretingExecutor(graph: graph, parameters: parameters)
            var hits: [Int: Bool] = [:]
            for start in 0...data.count - 9 {
                single.setInput("tokens", to: Array(data[start..<start + 8]))
                single.run(seed: 0, step: 0)
                let logits = single.output("logits")
                for row in 0..<logits.count / vocabulary {
                    let scores = Array(logits[row * vocabulary..<(row + 1) * vocabulary])
                    let token = predict == .every ? start + 1 + row : start + 8
                    let best = scores.firstIndex(of: scores.max() ?? 0)
                    if hits[token] == nil { hits[token] = best == Int(data[token]) }
                }
            }
            let expected = Double(hits.values.count { $0 }) / Double(hits.count)
            let accuracy = try Evaluator(
                trial.model, .standard, corpus: trial.corpus, stride: 1, parameters: parameters,
                makeExecutor: cpuExecutors()
            ).evaluate().accuracy
            #expect(abs(accuracy - expected) < 1e-12)
            found.append(accuracy)
        }
        #expect(Set(found).count > 1, "untrained models are right here and there")
    }

    @Test("records and the outcome have accuracy and perplexity, of the best evaluation")
    func outcome() throws {
        var records: [EvaluationRecord] = []
        let outcome = try TinyTrial().trainer().run {
            if case .evaluated(let record) = $0 { records.append(record) }
        }
        let best = try #require(records.first { $0.step == outcome.bestStep })
        let loss = try #require(outcome.bestValidationLoss)
        let accuracy = try #require(best.accuracy)
        #expect(outcome.metrics == ["accuracy": accuracy, "perplexity": exp(loss)])
        for record in records {
            #expect(record.perplexity == record.validationLoss.map { exp($0) })
            #expect(record.accuracy != nil)
        }
    }

    @Test("a record from before there was accuracy is read, and a perplexity without bound is none")
    func earlier() throws {
        let line = #"{"learningRate":0,"probes":[],"seconds":1,"step":2,"tokensSeen":3}"#
        let record = try JSONDecoder().decode(EvaluationRecord.self, from: Data(line.utf8))
        #expect(record.step == 2 && record.accuracy == nil && record.perplexity == nil)
        let huge = EvaluationRecord(
            step: 0, validationLoss: 1e4, learningRate: 0, tokensSeen: 0, seconds: 0)
        #expect(huge.validationLoss == 1e4 && huge.perplexity == nil)
    }
}

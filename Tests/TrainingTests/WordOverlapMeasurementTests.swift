import Corpora
import Tensors
import Testing
import Training
import Transformer

@Suite("Measuring word overlap")
struct WordOverlapMeasurementTests {
    private let trial: TinyTrial

    init() throws { trial = try TinyTrial() }

    private func parameters(_ trial: TinyTrial) throws -> ParameterVector {
        let graph = try trace(trial.model, trial.variant, batch: 1, purpose: .inference).graph
        return ParameterVector(layout: ParameterLayout(graph.parameters), seed: 2)
    }

    private func trained(_ trial: TinyTrial, seed: UInt64) throws -> TrainedModel {
        var training = trial.training
        training.seed = seed
        return TrainedModel(
            trial.model, trial.variant, training: training, corpus: trial.corpus,
            parameters: try parameters(trial), makeExecutor: cpuExecutors())
    }

    private func measurement(seed: UInt64) throws -> WordOverlapMeasurement {
        try WordOverlapMeasurement(of: trained(trial, seed: seed))
    }

    private func generator(_ trial: TinyTrial) throws -> Generator {
        try Generator(
            trial.model, trial.variant, tokenizer: trial.corpus.tokenizer,
            parameters: { _ in try parameters(trial) })
    }

    /// A trial whose corpus is this text.
    private func textTrial(
        _ text: String, tokenizer: Tokenizer.Kind = .character, padding: Bool = false,
        predict: Prediction = .every
    ) throws -> TinyTrial {
        var trial = try TinyTrial(predict: predict)
        trial.corpus = try Corpus(
            name: "text", bytes: Array(text.utf8), tokenizer: tokenizer, padding: padding,
            validation: .tokens(20))
        trial.model.vocabulary = trial.corpus.tokenizer.vocabularySize
        return trial
    }

    @Test("samples begin at a line's end, else at the text's first token, and never with padding")
    func context() throws {
        let lines = String(repeating: "the cat\n", count: 10)
        let words = String(repeating: "cat the ", count: 10)
        for (kind, padding) in [
            (Tokenizer.Kind.character, false), (.character, true), (.byte, true),
        ] {
            for (text, start) in [
                (lines, "\n"), (words, "c"), (words + "the cat the cat\nthe", "c"),
            ] {
                let trial = try textTrial(text, tokenizer: kind, padding: padding)
                let context = try WordOverlapMeasurement.context(of: trained(trial, seed: 1))
                #expect(try context == trial.corpus.tokenizer.encode(start).map { Int($0) })
            }
        }
    }

    @Test("a model of the last token goes on from the first block of the validation part")
    func lastToken() throws {
        for padding in [false, true] {
            let trial = try textTrial(
                String(repeating: "the cat sat. ", count: 12), padding: padding, predict: .last)
            let model = try trained(trial, seed: 3)
            let block = trial.corpus.tokens(of: .validation).prefix(8).map { Int($0) }
            #expect(try WordOverlapMeasurement.context(of: model) == block)
            let expected = try generator(trial).samples(
                0..<2, after: block, tokens: 100, options: SamplingOptions(seed: 3))
            let overlap = WordOverlap(trial.corpus)
            #expect(
                try WordOverlapMeasurement(of: model).shares.prefix(2)
                    == expected.map { overlap.share(of: trial.corpus.tokenizer.decode($0)) }[...])
        }
    }

    @Test("is of 50 samples of 100 characters, as writing them one by one gives them")
    func samples() throws {
        let found = try measurement(seed: 6)
        let overlap = WordOverlap(trial.corpus)
        let generator = try generator(trial)
        let options = try SamplingOptions(seed: 6)
        let expected = try (0..<50).map { number in
            let sample = try generator.samples(
                number..<number + 1, prompt: "", tokens: 100, options: options)[0]
            #expect(sample.count == 100)
            return overlap.share(of: trial.corpus.tokenizer.decode(sample))
        }
        #expect(found.shares == expected)
        #expect(Set(expected).count > 1)
        let mean = expected.reduce(0, +) / 50
        #expect(abs(found.mean - mean) < 1e-12)
        let variance = expected.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 49
        #expect(abs(found.deviation * found.deviation - variance) < 1e-12)
    }

    @Test("is a metric of a trial, of its best weights, and the same when it is measured again")
    func ofTrial() throws {
        var trial = trial
        trial.training.metrics = [.wordOverlap]
        let first = try trial.trainer().run().metrics
        let second = try trial.trainer().run().metrics
        for name in ["wordOverlap", "wordOverlapDeviation"] {
            let value = try #require(first[name])
            #expect(value == second[name] && (0...1).contains(value))
        }
        #expect(try #require(first["sampleSeconds"]) > 0)
        #expect(first["trainingLoss"] == nil)
    }

    @Test("depends on the seed, and else on the time alone")
    func determinism() throws {
        let first = try measurement(seed: 1)
        #expect(try measurement(seed: 1).shares == first.shares)
        #expect(try measurement(seed: 2).shares != first.shares)
        #expect(first.secondsPerSample > 0)
    }
}

import Corpora
import Tensors
import Testing
import Training
import Transformer

@Suite("Measuring word overlap")
struct WordOverlapMeasurementTests {
    private let trial: TinyTrial

    init() throws { trial = try TinyTrial() }

    private func parameters() throws -> ParameterVector {
        let graph = try trace(trial.model, trial.variant, batch: 1, purpose: .inference).graph
        return ParameterVector(layout: ParameterLayout(graph.parameters), seed: 2)
    }

    private func measurement(seed: UInt64) throws -> WordOverlapMeasurement {
        var training = trial.training
        training.seed = seed
        return try WordOverlapMeasurement(
            of: TrainedModel(
                trial.model, trial.variant, training: training, corpus: trial.corpus,
                parameters: try parameters(), makeExecutor: cpuExecutors()))
    }

    @Test("is of 50 samples of 100 characters, as writing them one by one gives them")
    func samples() throws {
        let found = try measurement(seed: 6)
        let overlap = WordOverlap(trial.corpus)
        let generator = try Generator(
            trial.model, trial.variant, tokenizer: trial.corpus.tokenizer,
            parameters: { _ in try parameters() })
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

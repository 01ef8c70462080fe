import Runtime
import Testing
import Training
import Transformer
import Variants

@Suite("Threads that share a trial")
struct ThreadsTests {
    /// Everything that a trial says but for time, and the bits of its parameters.
    private func result(_ trial: TinyTrial, threads: Int) throws -> ([UInt32], [String]) {
        let trainer = try Trainer(
            trial.model, trial.variant, training: trial.training, corpus: trial.corpus,
            pool: ThreadPool(threads: threads))
        var records: [String] = []
        let outcome = try trainer.run {
            guard case .evaluated(var record) = $0 else { return }
            record.seconds = 0
            record.tokensPerSecond = nil
            records.append("\(record)")
        }
        #expect(outcome.status == .finished && records.count == 3)
        return (trainer.parameters.bits, records)
    }

    @Test(
        "leave every bit of it as it is",
        arguments: [
            "standard", "tied-embeddings", "soft-window", "hard-window+tied-embeddings",
            "head-gating", "td-dense", "bottleneck",
        ])
    func bits(variant: String) throws {
        var trial = try TinyTrial()
        trial.variant = try standardCatalogue.resolve(variant)
        // Odd, and large enough for steps to be worth dividing.
        trial.model.blockSize = 61
        trial.model.heads = 3
        trial.model.width = 120
        trial.model.dropout = 0.2
        trial.training.batch = .sequences(5)
        trial.training.duration = .steps(4)
        trial.training.evaluateEvery = 2
        let alone = try result(trial, threads: 1)
        for threads in [2, 3, 7] {
            let shared = try result(trial, threads: threads)
            // Where they are not, the test library would take minutes to show how.
            let areSame = (shared.0 == alone.0, shared.1 == alone.1)
            #expect(areSame.0, "\(threads) threads change parameters")
            #expect(areSame.1, "\(threads) threads change what is recorded")
        }
    }

    @Test("leave every metric as it is, but for the time that a sample takes")
    func metrics() throws {
        var trial = try TinyTrial()
        trial.model.blockSize = 31
        trial.model.heads = 3
        trial.model.width = 120
        trial.training.duration = .steps(2)
        trial.training.metrics = [.confidence, .training, .wordOverlap]
        func metrics(threads: Int) throws -> [String: Double] {
            let trainer = try Trainer(
                trial.model, trial.variant, training: trial.training, corpus: trial.corpus,
                pool: ThreadPool(threads: threads))
            var metrics = try trainer.run().metrics
            #expect(metrics.removeValue(forKey: "sampleSeconds") != nil)
            return metrics
        }
        let alone = try metrics(threads: 1)
        #expect(alone.count == 12)
        #expect(try metrics(threads: 2) == alone)
    }

    @Test("leave every bit as it is where a model is small")
    func small() throws {
        for predict in Prediction.allCases {
            var trial = try TinyTrial(predict: predict)
            trial.model.dropout = 0.1
            trial.training.evaluateEvery = 5
            let (alone, shared) = (
                try result(trial, threads: 1), try result(trial, threads: 3)
            )
            #expect(alone.0 == shared.0 && alone.1 == shared.1)
        }
    }
}

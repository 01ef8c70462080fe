import Foundation
import Testing
import Training
import Transformer

@Suite("A training's configuration")
struct TrainingConfigTests {
    private func read(_ json5: String) throws -> TrainingConfig {
        let reader = try ConfigurationReader(json5: Data(json5.utf8), source: "x.json5")
        let config = try TrainingConfig(reading: reader)
        try reader.finish()
        return config
    }

    private func message(_ json5: String) -> String {
        do {
            _ = try read(json5)
            return "no error"
        } catch {
            return "\(error)"
        }
    }

    @Test("has the defaults of nanoGPT's small character model")
    func defaults() throws {
        let config = try read("{}")
        #expect(config == TrainingConfig())
        #expect(config.minLearningRate == 1e-4 && config.warmup == 100)
    }

    @Test("is read back from its members")
    func members() throws {
        var config = try read(
            """
            { epochs: 3, batchTokens: 96, learningRate: 0.01, minLearningRate: 0, warmup: 7,
              schedule: "constant", weightDecay: 0.3, beta1: 0.8, beta2: 0.95, epsilon: 1e-6,
              gradientClip: 0, evaluateEvery: 11, evaluationStride: 4, patience: 2, minDelta: 0.5,
              seed: 9, evaluateAtStart: false, precision: "bf16",
              metrics: ["training", "confidence"] }
            """)
        #expect(config.duration == .epochs(3) && config.batch == .tokens(96) && config.seed == 9)
        for _ in 0..<3 {
            let reader = ConfigurationReader(config.members, source: "members")
            #expect(try TrainingConfig(reading: reader) == config)
            try reader.finish()
            config = config == TrainingConfig() ? try read("{ epochs: 4 }") : TrainingConfig()
        }
    }

    @Test("takes a tenth of the learning rate and a twentieth of the steps where nothing is said")
    func derivedDefaults() throws {
        let config = try read("{ learningRate: 0.5, steps: 40 }")
        #expect(config.minLearningRate == 0.05 && config.warmup == 2)
        #expect(try read("{}").evaluateEvery == 250)
        let epochs = try read("{ epochs: 2 }")
        #expect(epochs.evaluateEvery == nil && epochs.evaluationInterval(stepsPerEpoch: 7) == 7)
        #expect(try read("{ epochs: 2, evaluateEvery: null }") == epochs)
        #expect(try read("{ epochs: 2, evaluateEvery: 3 }").evaluateEvery == 3)
        let metrics = try read("{ metrics: ['training', 'confidence'] }").metrics
        #expect(metrics == [.confidence, .training], "their order says nothing")
        #expect(try read("{ steps: 1000000 }").warmup == 100)
        #expect(try read("{ patience: null, evaluationStride: null }") == TrainingConfig())
    }

    @Test("refuses two keys for one thing, and impossible values, in a sentence")
    func refusals() {
        #expect(message("{ steps: 3, epochs: 1 }").contains("'epochs'"))
        #expect(message("{ batch: 3, batchTokens: 64 }").contains("'batchTokens'"))
        #expect(message("{ batch: 0 }").contains("'batch' is 0"))
        #expect(message("{ beta2: 1 }").contains("at most 0.9999999"))
        #expect(message("{ patience: 0 }").contains("at least 1"))
        #expect(message("{ schedule: \"cosin\" }").contains("nearest is 'cosine'"))
        #expect(message("{ learningRate: 0.1, minLearningRate: 0.2 }").contains("minLearningRate"))
        #expect(message("{ learningrate: 1 }").contains("nearest known key is 'learningRate'"))
        #expect(message("{ evaluateAtStart: 1 }").contains("true or false"))
        #expect(message("{ precision: \"bf17\" }").contains("should be \"fp32\" or \"bf16\""))
        #expect(message("{ precision: 16 }").contains("'precision' is 16"))
        #expect(message("{ evaluateEvery: null }").contains("'evaluateEvery' is null"))
        #expect(message("{ epochs: 1, evaluateEvery: 0 }").contains("at least 1"))
        #expect(message("{ metrics: 'training' }").contains("a list with any of \"training\""))
        #expect(message("{ metrics: ['trainin'] }").contains("the nearest is 'training'"))
        #expect(message("{ metrics: [1] }").contains("'metrics' is [1]"))
        #expect(
            message("{ metrics: ['training', 'training'] }").contains("'training' is listed twice"))
        #expect(message("{ seed: -1 }").contains("'seed' is -1"))
    }

    @Test("reads as many sequences as hold the tokens of a batch")
    func batchTokens() throws {
        let config = try read("{ batchTokens: 768 }")
        #expect(try config.sequences(blockSize: 64) == 12)
        #expect(try config.sequences(blockSize: 32) == 24)
        let error = #expect(throws: ConfigurationError.self) { try config.sequences(blockSize: 65) }
        #expect(error?.description.contains("a multiple of the blockSize, which is 65") == true)
    }
}

import Foundation
import Testing
import Transformer

@Suite("The model's configuration")
struct ModelConfigTests {
    private func read(_ text: String, vocabulary: Int? = nil) throws -> ModelConfig {
        let reader = try ConfigurationReader(json5: Data(text.utf8), source: "--set")
        let config = try ModelConfig(reading: reader, vocabulary: vocabulary)
        try reader.finish()
        return config
    }

    @Test("Absent keys have nanoGPT's defaults")
    func defaults() throws {
        let config = try read("{}")
        #expect(config == ModelConfig())
        #expect(config.layers == 4 && config.heads == 4 && config.width == 128)
        #expect(config.blockSize == 64 && config.dropout == 0 && !config.bias && config.causal)
        #expect(config.predict == .every && config.activation == .geluTanh)
        #expect(config.normEpsilon == 1e-5 && config.initialization == .gpt2)
    }

    @Test("Every key is read")
    func everyKey() throws {
        let config = try read(
            """
            { layers: 2, heads: 3, width: 12, blockSize: 5, dropout: 0.1, embeddingDropout: 0,
              bias: true, vocabulary: 9, predict: "last", causal: false, activation: "relu",
              normEpsilon: 1e-6, initialization: "keras", queryKeyValueBias: false }
            """)
        let data = try JSONEncoder().encode(config)
        let members = try #require(JSONDecoder().decode(JSONValue.self, from: data).members)
        let defaults = try JSONDecoder().decode(
            JSONValue.self, from: JSONEncoder().encode(ModelConfig())
        ).members
        #expect(members.count == 15)
        // Which goes with the prediction of every token only.
        for (key, value) in members where key != "readoutBias" {
            #expect(defaults?[key] != value, "\(key)")
        }
        #expect(try JSONDecoder().decode(ModelConfig.self, from: data) == config)
        #expect(try read("{ readoutBias: true }").readoutBias)
        #expect(try read("{ queryKeyValueBias: null }").queryKeyValueBias == nil)
    }

    @Test("embeddingDropout may be null, which is the default")
    func nullEmbeddingDropout() throws {
        #expect(try read("{ embeddingDropout: null }").embeddingDropout == nil)
    }

    @Test("A corpus's vocabulary takes the place of the key")
    func corpusVocabulary() throws {
        #expect(try read("{}", vocabulary: 42).vocabulary == 42)
        #expect(throws: ConfigurationError.self) { try read("{ vocabulary: 3 }", vocabulary: 42) }
    }

    @Test(
        "Impossible values are refused with a sentence that names the key",
        arguments: [
            (
                "{ heads: 3, width: 128 }",
                "--set: the key 'heads': 3 heads do not divide the width 128."
            ),
            (
                "{ layers: 0 }",
                "--set: the key 'layers' is 0, "
                    + "but should be a whole number of at least 1 and at most 1000."
            ),
            (
                "{ dropout: 1 }",
                "--set: the key 'dropout' is 1, but should be a number of at least 0.0 and below 1.0."
            ),
            ("{ bias: 1 }", "--set: the key 'bias' is 1, but should be true or false."),
            (
                "{ normEpsilon: 0 }",
                "--set: the key 'normEpsilon' is 0, "
                    + "but should be a number of at least 1e-30 and at most 1.0."
            ),
            (
                "{ with: 128 }",
                "--set: the key 'with' is unknown; the nearest known key is 'width'."
            ),
            (
                "{ layers: null }",
                "--set: the key 'layers' is null, "
                    + "but should be a whole number of at least 1 and at most 1000."
            ),
        ])
    func impossible(text: String, sentence: String) {
        do {
            _ = try read(text)
            Issue.record("no error for \(text)")
        } catch {
            #expect("\(error)" == sentence)
        }
    }

    @Test("A configuration made in code is checked when it is traced")
    func validation() {
        var config = ModelConfig()
        config.heads = 5
        #expect(throws: ConfigurationError.self) {
            try trace(config, .standard, batch: 1, purpose: .inference)
        }
    }
}

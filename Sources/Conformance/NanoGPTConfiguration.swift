import Foundation
import Transformer

/// The configuration that recorded files carry in their metadata, with nanoGPT's keys.
enum NanoGPTConfiguration {
    static let keys = [
        "block_size", "vocab_size", "n_layer", "n_head", "n_embd", "bias", "dropout",
    ]

    /// The model that a configuration describes. `dropout` is not looked at, as recordings are made
    /// in evaluation mode; an absent `bias` is true, nanoGPT's default.
    ///
    /// - Parameter defaults: What a configuration has no key for.
    /// - Throws: `ConfigurationError`, which names the file and the key.
    static func model(
        json: String, file: String, defaults: ModelConfig
    ) throws -> ModelConfig {
        let reader = try ConfigurationReader(
            json5: Data(json.utf8), source: "the metadata 'config' of '\(file)'")
        func size(_ key: String, upTo limit: Int) throws -> Int {
            try reader.required(
                key, reader.integer(key, .between(1, limit)),
                expected: "a whole number of at least 1")
        }
        var model = defaults
        model.blockSize = try size("block_size", upTo: ModelConfig.largestSize)
        model.vocabulary = try size("vocab_size", upTo: ModelConfig.largestVocabulary)
        model.layers = try size("n_layer", upTo: ModelConfig.mostLayers)
        model.heads = try size("n_head", upTo: ModelConfig.largestSize)
        model.width = try size("n_embd", upTo: ModelConfig.largestSize)
        model.bias = try reader.boolean("bias") ?? true
        _ = reader.value("dropout")
        try reader.finish()
        guard model.width % model.heads == 0 else {
            let expected = "a multiple of 'n_head', which is \(model.heads)"
            throw reader.error(
                "n_embd", .impossible(found: "\(model.width)", expected: expected))
        }
        return model
    }
}

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
    /// - Throws: `ConfigurationError`, which names the file and the key.
    static func model(json: String, file: String) throws -> ModelConfig {
        let reader = try ConfigurationReader(
            json5: Data(json.utf8), source: "the metadata 'config' of '\(file)'")
        func size(_ key: String) throws -> Int {
            try reader.required(
                key, reader.integer(key, .atLeast(1)), expected: "a whole number of at least 1")
        }
        var model = ModelConfig()
        model.blockSize = try size("block_size")
        model.vocabulary = try size("vocab_size")
        model.layers = try size("n_layer")
        model.heads = try size("n_head")
        model.width = try size("n_embd")
        model.bias = try reader.boolean("bias") ?? true
        _ = reader.value("dropout")
        try reader.finish()
        guard model.width % model.heads == 0 else {
            throw reader.error(
                "n_head",
                .inconsistent("\(model.heads) heads do not divide the width \(model.width)"))
        }
        return model
    }
}

package import Transformer

extension ModelConfig {
    /// Every key with its value, as reading takes it.
    package var members: [String: JSONValue] {
        [
            "layers": .integer(layers), "heads": .integer(heads), "width": .integer(width),
            "blockSize": .integer(blockSize), "dropout": .number(dropout),
            "embeddingDropout": embeddingDropout.map { .number($0) } ?? .null,
            "bias": .boolean(bias), "vocabulary": .integer(vocabulary),
            "predict": .string(predict.rawValue), "causal": .boolean(causal),
            "activation": .string(activation.rawValue), "normEpsilon": .number(normEpsilon),
            "initialization": .string(initialization.rawValue),
        ]
    }
}

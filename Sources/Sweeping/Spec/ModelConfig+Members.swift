package import Transformer

extension ModelConfig {
    /// Every key with its value, as reading takes it.
    package var members: [String: JSONValue] {
        var result: [String: JSONValue] = [
            "layers": .integer(layers), "heads": .integer(heads), "width": .integer(width),
            "blockSize": .integer(blockSize), "dropout": .number(dropout),
            "embeddingDropout": embeddingDropout.map { .number($0) } ?? .null,
            "bias": .boolean(bias), "vocabulary": .integer(vocabulary),
            "predict": .string(predict.rawValue), "causal": .boolean(causal),
            "activation": .string(activation.rawValue), "normEpsilon": .number(normEpsilon),
            "initialization": .string(initialization.rawValue),
        ]
        // Left out where they are as ever, as records from before they could be set have them.
        if let queryKeyValueBias { result["queryKeyValueBias"] = .boolean(queryKeyValueBias) }
        if readoutBias { result["readoutBias"] = .boolean(true) }
        return result
    }
}

extension ModelConfig {
    /// Sizes stay below what whole-number arithmetic and Float token ids can take.
    package static let largestSize = 65_536
    package static let largestVocabulary = 1 << 24
    package static let mostLayers = 1_000
    private static let sizes = AllowedRange.between(1, largestSize)
    private static let rates = AllowedRange.from(0.0, below: 1)

    /// Reads the model's keys; others are left to whoever else reads the object and finishes it.
    ///
    /// - Parameters:
    ///   - defaults: The values of keys that are absent.
    ///   - vocabulary: The vocabulary of a corpus; the key `vocabulary` is then not read.
    /// - Throws: `ConfigurationError`.
    package init(
        reading reader: ConfigurationReader, defaults: ModelConfig = ModelConfig(),
        vocabulary: Int? = nil
    ) throws(ConfigurationError) {
        self = defaults
        layers = try reader.integer("layers", .between(1, Self.mostLayers)) ?? layers
        heads = try reader.integer("heads", Self.sizes) ?? heads
        width = try reader.integer("width", Self.sizes) ?? width
        blockSize = try reader.integer("blockSize", Self.sizes) ?? blockSize
        dropout = try reader.number("dropout", Self.rates) ?? dropout
        if reader.isNull("embeddingDropout") {
            embeddingDropout = nil
        } else {
            embeddingDropout =
                try reader.number("embeddingDropout", Self.rates) ?? embeddingDropout
        }
        bias = try reader.boolean("bias") ?? bias
        if reader.isNull("queryKeyValueBias") {
            queryKeyValueBias = nil
        } else {
            queryKeyValueBias = try reader.boolean("queryKeyValueBias") ?? queryKeyValueBias
        }
        readoutBias = try reader.boolean("readoutBias") ?? readoutBias
        if let vocabulary {
            self.vocabulary = vocabulary
        } else {
            self.vocabulary =
                try reader.integer("vocabulary", .between(1, Self.largestVocabulary))
                ?? self.vocabulary
        }
        predict = try reader.choice("predict") ?? predict
        causal = try reader.boolean("causal") ?? causal
        activation = try reader.choice("activation") ?? activation
        normEpsilon = try reader.number("normEpsilon", .between(1e-30, 1)) ?? normEpsilon
        initialization = try reader.choice("initialization") ?? initialization
        try checkHeads(source: reader.source, path: reader.pathOf("heads"))
        try checkReadoutBias(source: reader.source, path: reader.pathOf("readoutBias"))
    }

    /// Refuses a configuration that no model can have.
    ///
    /// - Throws: `ConfigurationError`, which names the key.
    package func validate() throws {
        let integers = [
            ("layers", layers), ("heads", heads), ("width", width), ("blockSize", blockSize),
            ("vocabulary", vocabulary),
        ]
        var members = Dictionary(uniqueKeysWithValues: integers.map { ($0, JSONValue.integer($1)) })
        members["dropout"] = .number(dropout)
        members["embeddingDropout"] = embeddingDropout.map { .number($0) }
        members["normEpsilon"] = .number(normEpsilon)
        members["predict"] = .string(predict.rawValue)
        members["readoutBias"] = .boolean(readoutBias)
        _ = try ModelConfig(reading: ConfigurationReader(members, source: "model"))
    }

    private func checkHeads(source: String, path: String) throws(ConfigurationError) {
        guard width % heads == 0 else {
            throw ConfigurationError(
                source: source, path: path,
                problem: .inconsistent("\(heads) heads do not divide the width \(width)"))
        }
    }

    private func checkReadoutBias(source: String, path: String) throws(ConfigurationError) {
        guard predict == .every || !readoutBias else {
            throw ConfigurationError(
                source: source, path: path,
                problem: .inconsistent(
                    "it is for predict \"every\"; with predict \"last\" the readout has an "
                        + "offset where 'bias' is true"))
        }
    }
}

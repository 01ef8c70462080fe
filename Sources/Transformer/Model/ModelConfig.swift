/// The sizes and choices of a model that are not its variant's.
public struct ModelConfig: Hashable, Sendable, Codable {
    /// The number of blocks.
    public var layers = 4
    /// The number of attention heads in each block; divides `width`.
    public var heads = 4
    /// The length C of the vectors between blocks.
    public var width = 128
    /// The number T of tokens that the model sees at once.
    public var blockSize = 64
    /// The rate of dropout on attention weights, on both sublayers' outputs and, unless
    /// `embeddingDropout` says otherwise, on the embedding sum.
    public var dropout = 0.0
    /// The rate of dropout on the embedding sum; nil for `dropout`.
    public var embeddingDropout: Double?
    /// Whether dense layers and norms have offsets.
    public var bias = false
    /// Whether queries, keys and values have offsets; nil for `bias`.
    public var queryKeyValueBias: Bool?
    /// Whether the readout has an offset where every token is predicted. To predict the last one,
    /// it follows `bias`.
    public var readoutBias = false
    /// The number V of different tokens.
    public var vocabulary = 65
    /// Which tokens are scored.
    public var predict = Prediction.every
    /// Whether a token sees only itself and those before it.
    public var causal = true
    /// The function between the two dense layers of the feed-forward part.
    public var activation = Activation.geluTanh
    /// What layer normalisation adds to the variance.
    public var normEpsilon = 1e-5
    /// How parameters start.
    public var initialization = Initialization.gpt2

    /// The defaults: nanoGPT's small character model.
    public init() {}

    /// The length D of a head's vectors.
    public var headWidth: Int { width / heads }

    /// Reads what an earlier version has written too: keys that it did not have are as they were.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        layers = try values.decode(Int.self, forKey: .layers)
        heads = try values.decode(Int.self, forKey: .heads)
        width = try values.decode(Int.self, forKey: .width)
        blockSize = try values.decode(Int.self, forKey: .blockSize)
        dropout = try values.decode(Double.self, forKey: .dropout)
        embeddingDropout = try values.decodeIfPresent(Double.self, forKey: .embeddingDropout)
        bias = try values.decode(Bool.self, forKey: .bias)
        queryKeyValueBias = try values.decodeIfPresent(Bool.self, forKey: .queryKeyValueBias)
        readoutBias = try values.decodeIfPresent(Bool.self, forKey: .readoutBias) ?? readoutBias
        vocabulary = try values.decode(Int.self, forKey: .vocabulary)
        predict = try values.decode(Prediction.self, forKey: .predict)
        causal = try values.decode(Bool.self, forKey: .causal)
        activation = try values.decode(Activation.self, forKey: .activation)
        normEpsilon = try values.decode(Double.self, forKey: .normEpsilon)
        initialization = try values.decode(Initialization.self, forKey: .initialization)
    }
}

/// Which tokens a model scores.
public enum Prediction: String, Hashable, Sendable, Codable, CaseIterable {
    /// The successor of each token: a language model.
    case every
    /// Only the token after the block: many to one.
    case last
}

/// The function between the two dense layers of the feed-forward part.
public enum Activation: String, Hashable, Sendable, Codable, CaseIterable {
    /// The Gaussian error linear unit, approximated by tanh.
    case geluTanh = "gelu-tanh"
    /// The Gaussian error linear unit, by the error function.
    case gelu
    /// The greater of x and 0.
    case relu
}

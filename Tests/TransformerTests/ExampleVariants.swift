import Tensors
import Transformer

/// An option of every type.
struct ManyOptions: Variant {
    static let name = "many-options"
    static let summary = "Scales the scores"

    enum Mode: String, Codable, CaseIterable { case fast, slow }

    struct Options: VariantOptions {
        var count = 1
        var scale = 1.0
        var isOn = false
        var text = "plain"
        var mode = Mode.fast
        var list = [1]
    }

    let options: Options

    func scores(_ scores: Tensor, at site: AttentionSite) -> Tensor {
        scores * Float(options.scale)
    }
}

/// Two options that must be above 0.
struct TwoOptions: Variant {
    static let name = "two-options"
    static let summary = "Scales the scores"

    struct Options: VariantOptions {
        var first = 1
        var second = 1
    }

    let options: Options

    init(options: Options) throws {
        for (name, value) in [("first", options.first), ("second", options.second)]
        where value < 1 {
            throw OptionError(name, value, allowed: "above 0")
        }
        self.options = options
    }

    func scores(_ scores: Tensor, at site: AttentionSite) -> Tensor {
        scores * Float(options.first + options.second)
    }
}

/// Its hook has a wrong signature, and so is none.
struct Mistyped: PlainVariant {
    static let name = "mistyped"
    static let summary = "Does nothing"
    func scores(_ scores: Tensor, in site: AttentionSite) -> Tensor { scores * 2 }
}

/// Doubles the baseline's embedding.
struct ScaledEmbedding: PlainVariant {
    static let name = "scaled-embedding"
    static let summary = "Doubles the embedding"
    func embed(_ tokens: Tensor, at site: ModelSite) -> Tensor? { 2 * site.embed(tokens) }
}

/// The same vector for every token, whatever it is.
struct ConstantEmbedding: PlainVariant {
    static let name = "constant"
    static let summary = "Gives all tokens one vector"
    /// Whether its readout is the table of token vectors.
    var isTied = false

    func embed(_ tokens: Tensor, at site: ModelSite) -> Tensor? {
        site.parameter("constant.weight", [site.width], .ones)
            .broadcast(to: [site.batch, site.blockSize, site.width])
    }

    func readout(_ x: Tensor, at site: ModelSite) -> Tensor? {
        isTied ? x.matmul(site.tokenEmbedding, transposeOther: true) : nil
    }
}

/// Doubles the embedding and the scores.
struct ScaledTwice: PlainVariant {
    static let name = "scaled-twice"
    static let summary = "Doubles the embedding and the scores"
    func embed(_ tokens: Tensor, at site: ModelSite) -> Tensor? { 2 * site.embed(tokens) }
    func scores(_ scores: Tensor, at site: AttentionSite) -> Tensor { scores * 2 }
}

/// Doubles the scores.
struct FirstScores: PlainVariant {
    static let name = "first-scores"
    static let summary = "Doubles the scores"
    func scores(_ scores: Tensor, at site: AttentionSite) -> Tensor { scores * 2 }
}

/// Adds to the scores.
struct SecondScores: PlainVariant {
    static let name = "second-scores"
    static let summary = "Adds to the scores"
    func scores(_ scores: Tensor, at site: AttentionSite) -> Tensor {
        scores + site.distance
    }
}

/// Replaces attention without asking for any of its parts.
struct AverageAttention: PlainVariant {
    static let name = "average-attention"
    static let summary = "The mean of what came before"
    func attention(_ x: Tensor, at site: AttentionSite) -> Tensor? {
        x.cumulativeSum(1) / (site.positions + 1).reshaped(-1, 1)
    }
}

/// Gives scores of a wrong shape.
struct WrongShape: PlainVariant {
    static let name = "wrong-shape"
    static let summary = "Broken"
    func scores(_ scores: Tensor, at site: AttentionSite) -> Tensor { scores.sum(-1) }
}

/// Multiplies what cannot be multiplied.
struct WrongProduct: PlainVariant {
    static let name = "wrong-product"
    static let summary = "Broken"
    func heads(_ heads: Tensor, at site: AttentionSite) -> Tensor { heads.matmul(heads) }
}

/// Asks for weights before they are made.
struct TooEarly: PlainVariant {
    static let name = "too-early"
    static let summary = "Broken"
    func scores(_ scores: Tensor, at site: AttentionSite) -> Tensor { scores * site.weights }
}

/// Takes a name that the baseline needs for another shape.
struct BaselineName: PlainVariant {
    static let name = "baseline-name"
    static let summary = "Broken"
    func heads(_ heads: Tensor, at site: AttentionSite) -> Tensor {
        heads * site.linear("c_proj", site.input, to: site.heads).headsFirst()
    }
}

/// Forgets to name its layer.
struct Nameless: PlainVariant {
    static let name = "nameless"
    static let summary = "Broken"
    func heads(_ heads: Tensor, at site: AttentionSite) -> Tensor {
        heads * site.linear("", site.input, to: site.heads).headsFirst()
    }
}

/// Asks for a block beyond the last.
struct ExtraLayer: PlainVariant {
    static let name = "extra-layer"
    static let summary = "Broken"
    func model(_ tokens: Tensor, at site: ModelSite) -> Tensor? {
        site.readout(site.block(site.embed(tokens), layer: site.layers))
    }
}

/// Hands another part what it does not take.
struct WrongInput: PlainVariant {
    static let name = "wrong-input"
    static let summary = "Broken"
    func block(_ x: Tensor, at site: BlockSite) -> Tensor? { site.attention(x.sum(-1)) }
}

/// Runs both sublayers side by side, through its site.
struct ParallelBlock: PlainVariant {
    static let name = "parallel-block"
    static let summary = "Both sublayers read the block's input"
    func block(_ x: Tensor, at site: BlockSite) -> Tensor? {
        let normed = site.norm(x, before: .attention)
        let update = site.attention(normed) + site.feedForward(normed)
        return site.residual(x, update, after: .feedForward)
    }
}

/// Gates the baseline's feed-forward part, which it asks its site for.
struct GatedFeedForward: PlainVariant {
    static let name = "gated-feed-forward"
    static let summary = "The feed-forward part times a learned gate"
    func feedForward(_ x: Tensor, at site: BlockSite) -> Tensor? {
        let gate = site.parameter("gate", [site.width], .zeros)
        return site.feedForward(x) * (1 + gate)
    }
}

/// Feeds each layer's mean score to the next layer's and to its own feed-forward part.
struct Carrying: PlainVariant {
    static let name = "carrying"
    static let summary = "Hands scores from hook to hook and from block to block"
    func scores(_ scores: Tensor, at site: AttentionSite) -> Tensor {
        let former = site.carry["scores"]
        site.carry["scores"] = scores
        return former.map { scores + $0 } ?? scores
    }
    func feedForward(_ x: Tensor, at site: BlockSite) -> Tensor? {
        site.carry["scores"].map { site.feedForward(x) + $0.mean(1, 2, 3).reshaped(-1, 1, 1) }
    }
}

/// Sees nobody else's state.
struct Peeking: PlainVariant {
    static let name = "peeking"
    static let summary = "Looks for what another variant carries"
    func scores(_ scores: Tensor, at site: AttentionSite) -> Tensor {
        site.carry["scores"].map { scores + $0 } ?? scores * 3
    }
}

/// Records with the heads on the last axis, and says so.
struct HeadObserver: PlainVariant {
    static let name = "head-observer"
    static let summary = "Records a sum per token and head"
    func heads(_ heads: Tensor, at site: AttentionSite) -> Tensor {
        site.probe("sums", heads.sum(-1).headsLast(), heads: -1)  // [B, T, H]
        return heads
    }
}

/// Names an axis as the heads' that there is not.
struct MistakenObserver: PlainVariant {
    static let name = "mistaken-observer"
    static let summary = "Records with a wrong axis of heads"
    func heads(_ heads: Tensor, at site: AttentionSite) -> Tensor {
        site.probe("sums", heads.sum(-1), heads: 4)
        return heads
    }
}

/// Records without changing anything.
struct Observer: PlainVariant {
    static let name = "observer"
    static let summary = "Records the weights and what flows back to the scores"
    func weights(_ weights: Tensor, at site: AttentionSite) -> Tensor {
        site.probe("weights", weights)
        site.probeGradient("scores", site.scores)
        return weights
    }
}

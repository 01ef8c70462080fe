import Tensors
import Transformer

/// Lets every position see the mean of all.
struct Peeking: PlainVariant {
    static let name = "peeking"
    static let summary = "Is not causal"

    func heads(_ heads: Tensor, at site: AttentionSite) -> Tensor { heads + heads.mean(2) }
}

/// Leaks a little, at one position only.
struct Leaking: PlainVariant {
    static let name = "leaking"
    static let summary = "Is not causal, by a hair"

    func weights(_ weights: Tensor, at site: AttentionSite) -> Tensor { weights + 1e-9 }
}

/// Mixes the rows of a batch.
struct Mixing: PlainVariant {
    static let name = "mixing"
    static let summary = "Mixes the rows of a batch"

    func heads(_ heads: Tensor, at site: AttentionSite) -> Tensor { heads - heads.mean(0) / 2 }
}

/// Has a parameter that nothing depends on.
struct Idle: PlainVariant {
    static let name = "idle"
    static let summary = "Has a parameter without a gradient"

    func scores(_ scores: Tensor, at site: AttentionSite) -> Tensor {
        scores + 0 * site.parameter("idle.weight", [site.heads, 1, 1], .ones)
    }
}

/// Has dropout in evaluation too. The mask is the same for all rows.
struct Flickering: PlainVariant {
    static let name = "flickering"
    static let summary = "Is not deterministic"

    func scores(_ scores: Tensor, at site: AttentionSite) -> Tensor {
        let ones = site.constant(1).broadcast(to: [site.blockSize, site.blockSize])
        return scores * ones.dropout(rate: 0.3, site: "flickering")
    }
}

/// Takes roots of numbers below 0.
struct Rooting: PlainVariant {
    static let name = "rooting"
    static let summary = "Is not a number"

    func feedForward(_ x: Tensor, at site: BlockSite) -> Tensor? { sqrt(x) }
}

/// Looks up tokens that there are not.
struct Overreaching: PlainVariant {
    static let name = "overreaching"
    static let summary = "Asks for rows beyond its table"

    func embed(_ tokens: Tensor, at site: ModelSite) -> Tensor? {
        site.tokenEmbedding.gather(2 * tokens)
    }
}

/// Gives heads of the wrong shape.
struct Misshapen: PlainVariant {
    static let name = "misshapen"
    static let summary = "Gives a wrong shape"

    func heads(_ heads: Tensor, at site: AttentionSite) -> Tensor { heads.sum(-1) }
}

/// Does not look at the tokens.
struct Blind: PlainVariant {
    static let name = "blind"
    static let summary = "Cannot learn"

    func embed(_ tokens: Tensor, at site: ModelSite) -> Tensor? {
        site.parameter("blind.weight", [site.width], .ones)
            .broadcast(to: [site.batch, site.blockSize, site.width])
    }
}

/// Cannot be traced for the last token.
struct EveryOnly: PlainVariant {
    static let name = "every-only"
    static let summary = "Is made for the prediction of every token"

    func readout(_ x: Tensor, at site: ModelSite) -> Tensor? {
        site.linear("lm_head", relu(x), to: site.vocabulary, bias: false)
    }
}

/// Has something to do only from the second block on.
struct Linked: PlainVariant {
    static let name = "linked"
    static let summary = "Links blocks"

    func heads(_ heads: Tensor, at site: AttentionSite) -> Tensor {
        site.layer == 0 ? heads : 2 * heads
    }
}

/// Reaches nine tokens back, and so needs blocks of more.
struct Roomy: PlainVariant {
    static let name = "roomy"
    static let summary = "Looks nine tokens back"

    func positions(_ embedded: Tensor, at site: ModelSite) -> Tensor? {
        let start = embedded.slice(1, 0..<9)
        let shifted = concatenate(
            [0 * start, embedded.slice(1, 0..<max(1, site.blockSize - 9))], axis: 1)
        return embedded + 0.5 * shifted
    }
}

/// Traces for a while, and then no more. Only one test may use it.
struct Fickle: PlainVariant {
    static let name = "fickle"
    static let summary = "Traces as often as it likes"
    nonisolated(unsafe) static var calls = 0
    nonisolated(unsafe) static var limit = Int.max

    func heads(_ heads: Tensor, at site: AttentionSite) -> Tensor {
        Self.calls += 1
        return Self.calls <= Self.limit ? 2 * heads : heads.sum(-1)
    }
}

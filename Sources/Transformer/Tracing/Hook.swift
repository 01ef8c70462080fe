/// A hook of `Variant`, by its name.
enum Hook: String, Hashable, Sendable, CaseIterable {
    case model, embed, positions, readout
    case block, attentionStep, feedForwardStep, norm, residual, feedForward
    case attention, queryKeyValue, similarity, scores, normalize, weights, heads, project

    /// The part that a replacing hook stands for, as a sentence names it.
    var part: String {
        switch self {
        case .model: "the whole model"
        case .embed: "the token embedding"
        case .positions: "the positions"
        case .readout: "the readout"
        case .block: "the block"
        case .attentionStep: "the attention step"
        case .feedForwardStep: "the feed-forward step"
        case .norm: "the norm"
        case .residual: "the residual sum"
        case .feedForward: "the feed-forward sublayer"
        case .attention: "the attention sublayer"
        case .queryKeyValue: "the queries, keys and values"
        case .similarity: "the similarity"
        case .scores: "the scores"
        case .normalize: "the normalisation of scores"
        case .weights: "the weights"
        case .heads: "the heads"
        case .project: "the output projection"
        }
    }

    /// The hooks whose parts this one's part belongs to, so that a replacement of theirs may leave
    /// it out; the smallest part first.
    var enclosing: [Hook] {
        switch self {
        case .model: []
        case .embed, .positions, .readout, .block: [.model]
        case .attentionStep, .feedForwardStep: [.block, .model]
        case .norm, .residual: [.attentionStep, .feedForwardStep, .block, .model]
        case .attention: [.attentionStep, .block, .model]
        case .feedForward: [.feedForwardStep, .block, .model]
        case .queryKeyValue, .similarity, .scores, .normalize, .weights, .heads, .project:
            [.attention, .attentionStep, .block, .model]
        }
    }
}

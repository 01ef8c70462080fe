import Tensors
import Transformer

/// The model as it is, with the softmax watched: the gradients of the loss by the weights (behind
/// it), by the scores and by the queries (before it), and the entropy of each query's weights in
/// nats. Where the entropy nears 0, the softmax passes next to no gradient.
///
/// Put it last in a composition, as in `unscaled-scores+score-probes`, to see what the others made.
struct ScoreProbes: PlainVariant {
    static let name = "score-probes"
    static let summary = "Records the gradients around the softmax, and the entropy of its weights"

    func queryKeyValue(_ vectors: QueryKeyValue, at site: AttentionSite) -> QueryKeyValue {
        site.probeGradient("query", vectors.query, heads: 1)
        return vectors
    }

    func scores(_ scores: Tensor, at site: AttentionSite) -> Tensor {
        site.probeGradient("scores", scores, heads: 1)
        return scores
    }

    func weights(_ weights: Tensor, at site: AttentionSite) -> Tensor {
        site.probeGradient("weights", weights, heads: 1)
        // A weight of 0 adds 0.
        let logarithm = log(maximum(weights, site.constant(1e-30)))
        site.probe("entropy", -(weights * logarithm).sum(-1), heads: 1)
        return weights
    }
}

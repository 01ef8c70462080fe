import Tensors
import Transformer

/// Scores q k' without division by sqrt(D) (Vaswani et al.: Attention is all you need. 2017,
/// section 3.2.1, explains the division: large scores leave the softmax where its gradients are
/// small).
///
/// With `score-probes` the gradients on both sides of the softmax are recorded.
struct UnscaledScores: PlainVariant {
    static let name = "unscaled-scores"
    static let summary = "Scores are not divided by the square root of the heads' width"

    func similarity(_ query: Tensor, _ key: Tensor, at site: AttentionSite) -> Tensor? {
        query.matmul(key, transposeOther: true)
    }
}

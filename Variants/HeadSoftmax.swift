import Tensors
import Transformer

/// Scores normalised over heads instead of keys: the heads share out each pair of tokens, and a
/// token may look at all others fully. A mistake of the 2019 study's code, kept to measure what it
/// cost.
///
///     a_hij = exp(s_hij) / sum_g exp(s_gij)        in a causal model 0 for j > i
///
/// With one head every weight is 1.
struct HeadSoftmax: PlainVariant {
    static let name = "head-softmax"
    static let summary = "Scores are normalised over heads instead of keys"

    func normalize(_ scores: Tensor, at site: AttentionSite) -> Tensor? {
        let weights = scores.transposed(0, 2, 3, 1).softmax().transposed(0, 3, 1, 2)
        return site.config.causal ? weights * site.causalMask : weights
    }
}

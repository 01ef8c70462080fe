import Tensors
import Transformer

/// Attention that fades with distance, by a slope that each head learns.
///
/// With i the query's and j the key's position: s_ij = s_ij - slope * (i - j + 1).
///
/// A variant overrides the hooks of `Variant` that it changes and nothing else; this one
/// overrides `scores`. Replace its body by an idea of your own.
struct TemplateVariant: PlainVariant {
    static let name = "template-variant"
    static let summary = "Scores fall with distance, by a slope that each head learns"

    /// Scores are [B, H, T, T]: batch, head, query, key. What is returned takes their place
    /// before the mask and the softmax.
    func scores(_ scores: Tensor, at site: AttentionSite) -> Tensor {
        // One learned number per head, named `transformer.h.<layer>.attn.slope`. It starts
        // at 0, so that training starts as the baseline's does.
        let slope = site.parameter("slope", [site.heads], .zeros)
        // Recorded at each evaluation.
        site.probe("slope", slope)
        return scores - slope.reshaped(site.heads, 1, 1) * site.distance
    }
}

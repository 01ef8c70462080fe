import Tensors
import Transformer

/// Heads that are turned up and down by how they attend.
///
/// For each head and query, with scores s, weights a and positions p_j = j / n:
///
///     importance  sum_j a_ij s_ij
///     location    r_i = m_i - p_i,  m_i = sum_j a_ij p_j
///     deviation   sqrt(sum_j a_ij ((p_j - m_i)^2 + 1e-12))
///
/// Each of the three is normalised over heads; an MLP of 3H, 12H and H units reads all of them, and
/// the heads' outputs are multiplied by 2 sigmoid(of its output).
struct HeadGating: PlainVariant {
    static let name = "head-gating"
    static let summary = "An MLP gates each head by where and how widely it attends"

    func heads(_ heads: Tensor, at site: AttentionSite) -> Tensor {
        let location = site.location
        let importance = (site.weights * site.scores).sum(-1)  // [B, H, T, 1]
        let relative = location.relative
        let deviation = location.deviation

        let features = concatenate(
            [
                site.layerNorm("ln_importance", importance.headsLast()),
                site.layerNorm("ln_rel", relative.headsLast()),
                site.layerNorm("ln_std", deviation.headsLast()),
            ], axis: -1)  // [B, T, 3H]
        let hidden = geluTanh(site.linear("mlp_scale.c_fc", features, to: 12 * site.heads))
        let output = site.linear("mlp_scale.c_proj", hidden, to: site.heads)
        let gate = 2 * sigmoid(site.dropout(output, "mlp_scale")).headsFirst()  // [B, H, T, 1]
        site.probe("gate", gate, heads: 1)
        return heads * gate
    }
}

import Tensors
import Transformer

/// Residual sums that are scaled and shifted by where each head looks.
///
/// For each head and query i, with weights a and positions p_j = j / n:
///
///     location   r_i = m_i - p_i,  m_i = sum_j a_ij p_j
///     deviation  d_i = sqrt(sum_j a_ij ((p_j - m_i)^2 + 1e-12))
///
/// These and p_i H are 2H + 1 features. Three MLPs of 2H + 1, 4 (2H + 1) and C units read them:
///
///     x   = x + attention(ln_1(x)) (1 + scale) + bias
///     out = x + mlp(ln_2(x)) + loc
struct EmbeddingGating: PlainVariant {
    static let name = "embedding-gating"
    static let summary = "MLPs of where each head looks scale and shift the residual sums"

    func heads(_ heads: Tensor, at site: AttentionSite) -> Tensor {
        let deviation = site.location.deviation  // [B, H, T, 1]
        let relative = site.location.relative
        let absolute = (site.location.positions * Float(site.heads)).reshaped(-1, 1)
            .broadcast(to: [site.batch, site.blockSize, 1])
        site.carry["location"] = concatenate(
            [relative.headsLast(), deviation.headsLast(), absolute], axis: -1)  // [B, T, 2H + 1]
        return heads
    }

    func attentionStep(_ x: Tensor, at site: BlockSite) -> Tensor? {
        let attended = site.attention(site.norm(x, before: .attention))
        let update = attended * (1 + vectors("mlp_scale", at: site)) + vectors("mlp_bias", at: site)
        return site.residual(x, update, after: .attention)
    }

    func feedForwardStep(_ x: Tensor, at site: BlockSite) -> Tensor? {
        let update = site.feedForward(site.norm(x, before: .feedForward))
        return site.residual(x, update + vectors("mlp_loc", at: site), after: .feedForward)
    }

    /// One of the MLPs, of the features [B, T, 2H + 1]: [B, T, C].
    private func vectors(_ name: String, at site: BlockSite) -> Tensor {
        let location = site.carried("location")
        let hidden = geluTanh(site.linear(name + ".c_fc", location, to: 4 * location.shape[-1]))
        return site.dropout(site.linear(name + ".c_proj", hidden, to: site.width), name)
    }
}

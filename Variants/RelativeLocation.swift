import Tensors
import Transformer

/// A feed-forward part that also reads where each head looks, against where it has looked so far.
///
/// For each head and query i, with weights a and positions p_j = j / n:
///
///     location   r_i = m_i - p_i,  m_i = sum_j a_ij p_j
///     deviation  d_i = sqrt(sum_j a_ij ((p_j - m_i)^2 + 1e-12))
///     r'_i       scale_i (r_i - (r_0 + ... + r_i) / (i + 1)) + bias_i      and d' likewise
///     h          ln_2(x + attention(ln_1(x)))
///     out        h + mlp([h, ln_att_loc([r', d'])])
///
/// Scales start at 4n and offsets at 0; there is one of each for a position. The MLP takes C + 2H
/// inputs and has 4 (C + 2H) hidden units.
struct RelativeLocation: Variant {
    static let name = "relative-location"
    static let summary = "The feed-forward part also reads where each head looks"

    struct Options: VariantOptions {
        /// Whether each head has scales and offsets of its own.
        var perHead = false
        /// Whether weight decay falls on them.
        var decay = false
    }

    let options: Options

    func heads(_ heads: Tensor, at site: AttentionSite) -> Tensor {
        let deviation = site.location.deviation  // [B, H, T, 1]
        let relative = site.location.relative
        site.carry["location"] = concatenate(
            [centred(relative, "rel", at: site), centred(deviation, "std", at: site)], axis: -1)
        return heads
    }

    /// A feature [B, H, T, 1] less its mean so far, scaled and offset: [B, T, H].
    private func centred(_ feature: Tensor, _ name: String, at site: AttentionSite) -> Tensor {
        func learned(_ kind: String, _ start: Initializer) -> Tensor {
            let shape: Shape = options.perHead ? [site.heads, site.blockSize] : [site.blockSize]
            let parameter = site.parameter(
                "\(name)_\(kind)_norm_params", shape, start, decays: options.decay)
            return options.perHead ? parameter.transposed() : parameter.reshaped(-1, 1)
        }
        let feature = feature.headsLast()
        let count = (site.positions + 1).reshaped(-1, 1)
        let shifted = feature - feature.cumulativeSum(1) / count
        return shifted * learned("scale", .constant(4 * Float(site.blockSize)))
            + learned("bias", .zeros)
    }

    func feedForwardStep(_ x: Tensor, at site: BlockSite) -> Tensor? {
        site.carry["normed location"] = site.layerNorm("ln_att_loc", site.carried("location"))
        let normed = site.norm(x, before: .feedForward)
        return site.residual(normed, site.feedForward(normed), after: .feedForward)
    }

    func feedForward(_ x: Tensor, at site: BlockSite) -> Tensor? {
        let input = concatenate([x, site.carried("normed location")], axis: -1)  // [B, T, C + 2H]
        let hidden = site.activation(site.linear("c_fc", input, to: 4 * input.shape[-1]))
        return site.linear("c_proj", hidden, to: site.width)
    }
}

import Tensors
import Transformer

/// Attention that ends at the edge of a window that each query learns, and stays differentiable.
///
/// With x the sublayer's input, n the block size, i the query's and j the key's position:
///
///     w_i  = 1 + (n / 2) exp(x_i W)                                        one per head
///     g_ij = 1 - exp(-relu((w_i - (i - j + 1)) / w_i)) + 1e-10             j <= i, else 0
///     a_ij = (a_ij + 1e-10) g_ij / sum_k (a_ik + 1e-10) g_ik
///
/// It records the windows, and per head the share of the causal pairs that lie inside: what would
/// be left of attention's work if the rest were skipped.
///
/// The small numbers keep a sum above 0 where a query's window holds none of its keys.
struct HardWindow: PlainVariant {
    static let name = "hard-window"
    static let summary = "Attention ends at the edge of a window that each query learns"

    func weights(_ weights: Tensor, at site: AttentionSite) -> Tensor {
        let memory = site.linear("c_mem", site.input, to: site.heads)
        let window = (1 + Float(site.blockSize) / 2 * exp(memory)).headsFirst()  // [B, H, T, 1]
        site.probe("window", window, heads: 1)
        let inside = relu((window - site.distance) / window)
        let gate = (1 - exp(-inside) + 1e-10) * site.causalMask
        let gated = (weights + 1e-10) * gate
        let result = gated / gated.sum(-1)

        let isInside = (window .> site.distance) * site.causalMask
        let share = isInside.mean(-2, -1) / site.causalMask.mean()
        site.probe("share", share.reshaped(site.batch, site.heads), heads: 1)
        return result
    }
}

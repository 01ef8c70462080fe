import Tensors
import Transformer

/// Attention that fades with distance, over a window that each query learns.
///
/// With x the sublayer's input, n the block size, i the query's and j the key's position:
///
///     w_i  = 1 + (n / 2) exp(x_i W)                one per head
///     s_ij = s_ij + (w_i - (i - j + 1)) / w_i
///
/// A key at distance 0 gains almost 1, one at the window's end 0, and farther ones lose.
struct SoftWindow: PlainVariant {
    static let name = "soft-window"
    static let summary = "Scores fall with distance, over a window that each query learns"

    func scores(_ scores: Tensor, at site: AttentionSite) -> Tensor {
        let memory = site.linear("c_mem", site.input, to: site.heads)
        let window = (1 + Float(site.blockSize) / 2 * exp(memory)).headsFirst()  // [B, H, T, 1]
        site.probe("window", window, heads: 1)
        return scores + (window - site.distance) / window
    }
}

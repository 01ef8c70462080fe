import Tensors
import Transformer

/// Each token's importance to those that look at it, gathered from block to block.
///
/// With x_l the input of a block's attention after its norm:
///
///     I_l  = I_{l-1} + x_l W       one per head, W from C to H without bias
///     s_ij += I_l,j
///
/// (A bias would be the same for all keys, and cancel in the softmax.)
struct Importance: PlainVariant {
    static let name = "importance"
    static let summary = "Scores rise with an importance that each key gathers from block to block"

    func scores(_ scores: Tensor, at site: AttentionSite) -> Tensor {
        let own = site.linear("c_importance", site.input, to: site.heads, bias: false)
        let sum = site.carry["importance"].map { $0 + own } ?? own  // [B, T, H]
        site.carry["importance"] = sum
        site.probe("importance", sum, heads: -1)
        return scores + sum.transposed(0, 2, 1).reshaped(site.batch, site.heads, 1, site.blockSize)
    }
}

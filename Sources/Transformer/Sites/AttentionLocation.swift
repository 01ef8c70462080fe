public import Tensors

/// Where heads look: the mean and the deviation of the positions p_j = j / n that a query i attends
/// to with weights a, n being the block size. All are [B, H, T, 1].
///
///     mean       m_i = sum_j a_ij p_j
///     relative   r_i = m_i - p_i
///     deviation  d_i = sqrt(sum_j a_ij ((p_j - m_i)^2 + 1e-12))
///
/// (Hartke: transformer-modifications, 2023, modified_transformers/attention_structure_alteration.)
public struct AttentionLocation {
    /// The weights a, [B, H, T, T].
    let weights: Tensor
    /// The positions p, from 0 to below 1, [T].
    public let positions: Tensor

    /// The mean of the positions that a query attends to.
    public var mean: Tensor { (weights * positions).sum(-1) }

    /// How far the mean is from the query's own position; negative behind it.
    public var relative: Tensor { mean - positions.reshaped(-1, 1) }

    /// How far around the mean a query attends; the small number keeps its gradient finite where
    /// that is nowhere.
    public var deviation: Tensor {
        let offset = positions - mean
        return sqrt((weights * (offset * offset + 1e-12)).sum(-1))
    }
}

extension AttentionSite {
    /// Where heads look, by the weights after all hooks. Hooks from `heads` on may ask for it.
    public var location: AttentionLocation {
        AttentionLocation(weights: weights, positions: positions / Float(blockSize))
    }
}

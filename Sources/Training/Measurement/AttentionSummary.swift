/// Where the heads of one attention look, and how widely: means over queries, a value per head.
///
/// With p_ij = |a_ij| / sum_j |a_ij|, the share that key j has of query i's weights (after all hooks
/// and before dropout):
///
///     distance  the mean over i of  sum_j p_ij |i - j|        in tokens
///     entropy   the mean over i of  -sum_j p_ij ln p_ij       in nats
///
/// A softmax over keys is such shares already. Weights that are none, as those normalised over heads
/// or of either sign, are judged by their shares, and not by how large they are. Every query of the
/// block counts, the first ones too, which have few keys to choose from: uniform causal attention
/// has distance (T - 1) / 4 and the mean of ln(i + 1) for an entropy.
package struct AttentionSummary: Hashable, Sendable, Codable {
    /// The block, counted from 0.
    package let layer: Int
    package let distance: [Double]
    package let entropy: [Double]

    package init(layer: Int, distance: [Double], entropy: [Double]) {
        self.layer = layer
        self.distance = distance
        self.entropy = entropy
    }
}

import Tensors

/// One attention of a traced model, reduced in its graph to what tells where heads look. Each output
/// is [B, H, T]: a value per query.
///
/// Of the weights a_ij of query i for key j, after all hooks and before dropout:
///
///     total      sum_j |a_ij|
///     distance   sum_j |a_ij| |i - j|
///     logarithm  sum_j |a_ij| ln |a_ij|
///
/// A variant's weights need not be a distribution over keys, so the sum that makes one of them is
/// handed out beside what it divides.
package struct TracedAttention: Hashable, Sendable {
    /// The block that it belongs to, counted from 0.
    package let layer: Int
    /// Its place among the attentions of the model, in the order of computation.
    let index: Int

    /// The names of the graph's outputs.
    package var total: String { "attention.\(index).total" }
    package var distance: String { "attention.\(index).distance" }
    package var logarithm: String { "attention.\(index).logarithm" }
}

extension Tracer {
    /// Every attention that has weights, with its outputs. A block whose attention sublayer a variant
    /// replaces by something without weights has none.
    var attentionFigures: [(attention: TracedAttention, outputs: [(name: String, tensor: Tensor)])]
    {
        let square: Shape = [config.blockSize, config.blockSize]
        let offset =
            builder.positions(axis: 0, shape: square) - builder.positions(axis: 1, shape: square)
        let distance = maximum(offset, -offset)
        return attentions.enumerated().map { index, made in
            let attention = TracedAttention(layer: made.layer, index: index)
            let size = maximum(made.weights, -made.weights)
            // A weight of 0 adds 0.
            let logarithm = log(maximum(size, builder.constant(1e-30)))
            func summed(_ tensor: Tensor) -> Tensor {
                tensor.sum(-1).reshaped(batch, config.heads, config.blockSize)
            }
            return (
                attention,
                [
                    (attention.total, summed(size)),
                    (attention.distance, summed(size * distance)),
                    (attention.logarithm, summed(size * logarithm)),
                ]
            )
        }
    }
}

import Tensors

/// How predictions are judged besides their loss. Each is made of expressions that the loss is made
/// of too, so that an evaluation computes them in the same pass over the logits.
extension Tensor {
    /// Of logits [..., V] with targets [...]: 1 where the target's logit is the highest, otherwise
    /// 0, shape [...]. Among equal logits the lowest index counts as the highest.
    func hits(targets: Tensor) -> Tensor {
        let count = constant(Double(shape[-1]))
        let classes = builder.positions(axis: 0, shape: [shape[-1]])
        // The later the class the smaller the number, so that the first of the highest is greatest.
        let first = (count - classes).selected(where: self .== self.max(-1), otherwise: 0).max(-1)
        return first.reshaped(to: targets.shape) .== (count - targets)
    }

    /// Of logits [..., V]: the probability of the likeliest class, shape [...].
    func greatestProbabilities() -> Tensor {
        // The likeliest class's own exponential is 1.
        let total = exp(self - self.max(-1)).sum(-1)
        return (1 / total).reshaped(to: Shape(Array(shape.dimensions.dropLast())))
    }
}

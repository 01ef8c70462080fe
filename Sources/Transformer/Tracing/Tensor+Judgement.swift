import Tensors

/// How predictions are judged besides their loss. Each is made of expressions that the loss is made
/// of too, so that an evaluation computes them in the same pass over the logits.
extension Tensor {
    /// Of logits [..., V] with targets [...]: 1 where the target's logit is the highest, otherwise 0,
    /// shape [...]. Among equal logits the lowest index counts as the highest.
    func hits(targets: Tensor) -> Tensor {
        let column = targets.reshaped(to: Shape(targets.shape.dimensions + [1]))
        let classes = builder.positions(axis: 0, shape: [shape[-1]])
        let picked = selected(where: classes .== column, otherwise: 0).sum(-1)
        // A class before the target wins where it is as high, one after it where it is higher.
        let winners = (self .>= picked).selected(
            where: classes .< column, otherwise: self .> picked)
        return (winners.sum(-1) .== constant(0)).reshaped(to: targets.shape)
    }

    /// Of logits [..., V]: the probability of the likeliest class, shape [...].
    func greatestProbabilities() -> Tensor {
        // The likeliest class's own exponential is 1.
        let total = exp(self - self.max(-1)).sum(-1)
        return (1 / total).reshaped(to: Shape(Array(shape.dimensions.dropLast())))
    }
}

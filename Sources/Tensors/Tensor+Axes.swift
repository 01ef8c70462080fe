extension Tensor {
    /// The sum over axes (negative ones count from the last), which stay with size 1; over all
    /// axes where none is given.
    public func sum(_ axes: Int...) -> Tensor { reduced(.sum, axesOrAll(axes)) }

    /// The mean over axes (negative ones count from the last), which stay with size 1; over all
    /// axes where none is given.
    public func mean(_ axes: Int...) -> Tensor {
        let total = reduced(.sum, axesOrAll(axes))
        return total * constant(Double(total.shape.count) / Double(shape.count))
    }

    /// The greatest element over axes (negative ones count from the last), which stay with size 1;
    /// over all axes where none is given.
    public func max(_ axes: Int...) -> Tensor { reduced(.maximum, axesOrAll(axes)) }

    /// Sums over the elements up to and including each one, along an axis.
    public func cumulativeSum(_ axis: Int) -> Tensor {
        builder.apply(.cumulativeSum(axis: self.axis(axis), reversed: false), [self])
    }

    /// Softmax over the last axis. Causal: row i of the last two axes [T, S] covers columns
    /// j <= i + S - T, and the others are exactly 0.
    public func softmax(causal: Bool = false) -> Tensor {
        builder.apply(.softmax(causal: causal), [self])
    }

    /// (x - mean) / sqrt(variance + epsilon) over the last axis, without scale and offset
    /// (Ba, Kiros, Hinton: Layer normalization. 2016).
    public func normalized(epsilon: Double = 1e-5) -> Tensor {
        builder.apply(.layerNorm(epsilon: epsilon), [self])
    }

    /// The natural logarithm of the sum of exponentials over the last axis, kept with size 1.
    public func logSumExp() -> Tensor {
        let greatest = self.max(-1)
        return greatest + log(exp(self - greatest).sum(-1))
    }

    /// -log softmax(self)[target] over the last axis; self [..., V], targets [...], result [...].
    public func crossEntropy(targets: Tensor) -> Tensor {
        builder.apply(.crossEntropy, [self, targets])
    }

    /// Zeroes elements with probability `rate` and divides the others by 1 - rate; the mask comes
    /// from (seed, step, site).
    package func dropout(rate: Double, site: String) -> Tensor {
        builder.apply(.dropout(rate: rate, site: site), [self])
    }

    private func axesOrAll(_ axes: [Int]) -> [Int] {
        axes.isEmpty ? Array(0..<shape.rank) : axes
    }

    func reduced(_ reduction: Reduction, _ axes: [Int]) -> Tensor {
        let axes = Set(axes.map(axis)).sorted()
        return builder.apply(.reduce(reduction, axes: axes), [self])
    }
}

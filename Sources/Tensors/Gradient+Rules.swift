extension GraphBuilder {
    /// What flows back to the operands of a node y, given the gradient g by y.
    func pullback(_ y: Tensor, _ g: Tensor) -> [(Tensor, Flow)] {
        let inputs = node(y).inputs.map(tensor)
        func whole(_ gradients: Tensor?...) -> [(Tensor, Flow)] {
            zip(inputs, gradients).compactMap { input, gradient in
                gradient.map { (input, .whole(unbroadcast($0, to: input.shape))) }
            }
        }
        switch node(y).op {
        case .input, .parameter, .constant, .positions: return []
        case .unary(let function): return whole(slope(of: function, inputs[0], y, g))
        case .binary(let function):
            let (a, b) = flows(through: function, inputs[0], inputs[1], y, g)
            return whole(a, b)
        case .select:
            let zero = constant(0)
            return whole(
                nil, g.selected(where: inputs[0], otherwise: zero),
                zero.selected(where: inputs[0], otherwise: g))
        case .broadcast: return whole(g)
        case .dropout(let rate, let site): return whole(g.dropout(rate: rate, site: site))
        case .reduce(.sum, _): return whole(g.broadcast(to: inputs[0].shape))
        case .reduce(.maximum, let axes):
            // Elements that tie for the greatest share its gradient.
            let greatest = inputs[0] .== y
            return whole(greatest * (g / greatest.reduced(.sum, axes)))
        case .cumulativeSum(let axis, let reversed):
            return whole(apply(.cumulativeSum(axis: axis, reversed: !reversed), [g]))
        case .softmax: return whole(y * (g - (g * y).sum(-1)))
        case .layerNorm(let epsilon):
            // Ba, Kiros, Hinton: Layer normalization. 2016; the derivative of its equation 3.
            let inner = g - g.mean(-1) - y * (g * y).mean(-1)
            return whole(inner * inputs[0].normalizationParts(epsilon: epsilon).scale)
        case .matmul(let transposeA, let transposeB):
            let (a, b) = (inputs[0], inputs[1])
            return whole(
                transposeA
                    ? b.product(g, transposeB, true) : g.product(b, false, !transposeB),
                transposeB
                    ? g.product(a, true, transposeA) : a.product(g, !transposeA, false))
        case .crossEntropy:
            let logits = inputs[0]
            let column = Shape(inputs[1].shape.dimensions + [1])
            let classes = positions(axis: 0, shape: [logits.shape[-1]])
            let target = classes .== inputs[1].reshaped(to: column)
            return whole((logits.softmax() - target) * g.reshaped(to: column), nil)
        case .gather: return whole(g.scatterAdd(inputs[1], rows: inputs[0].shape[0]), nil)
        case .scatterAdd: return whole(g.gather(inputs[1]), nil)
        case .reshape: return whole(g.reshaped(to: inputs[0].shape))
        case .transpose(let order):
            return whole(apply(.transpose(order.indices.map { order.firstIndex(of: $0)! }), [g]))
        case .slice(let axis, let start): return [(inputs[0], .part(axis: axis, start: start, g))]
        case .concatenate(let axis):
            var start = 0
            return inputs.map { input in
                defer { start += input.shape[axis] }
                return (input, .whole(g.slice(axis, start..<start + input.shape[axis])))
            }
        }
    }

    private func slope(of function: Unary, _ x: Tensor, _ y: Tensor, _ g: Tensor) -> Tensor {
        switch function {
        case .negate: -g
        case .exponential: g * y
        case .logarithm: g / x
        case .squareRoot: 0.5 * g / y
        case .reciprocal: -g * y * y
        case .tanh: g * (1 - y * y)
        case .sigmoid: g * (y * (1 - y))
        case .erf: g * (exp(-x * x) * constant(2 / Double.pi.squareRoot()))
        case .sine: g * cos(x)
        case .cosine: -g * sin(x)
        // As if nothing had been rounded: the slope is 0 wherever it exists.
        case .bfloat16: g
        }
    }

    private func flows(
        through function: Binary, _ a: Tensor, _ b: Tensor, _ y: Tensor, _ g: Tensor
    ) -> (Tensor?, Tensor?) {
        let zero = constant(0)
        switch function {
        case .add: return (g, g)
        case .subtract: return (g, -g)
        case .multiply: return (g * b, g * a)
        case .divide: return (g / b, -g * y / b)
        case .maximum:
            let first = b .< a
            return (
                g.selected(where: first, otherwise: zero),
                zero.selected(where: first, otherwise: g)
            )
        case .minimum:
            let first = a .< b
            return (
                g.selected(where: first, otherwise: zero),
                zero.selected(where: first, otherwise: g)
            )
        case .less, .equal: return (nil, nil)
        }
    }

    /// Sums over the axes that broadcasting stretched.
    private func unbroadcast(_ gradient: Tensor, to shape: Shape) -> Tensor {
        guard gradient.shape != shape else { return gradient }
        let extra = gradient.shape.rank - shape.rank
        let axes = gradient.shape.dimensions.indices.filter { axis in
            axis < extra || (shape[axis - extra] == 1 && gradient.shape[axis] != 1)
        }
        return gradient.reduced(.sum, axes).reshaped(to: shape)
    }
}

extension Tensor {
    fileprivate func product(_ other: Tensor, _ transposeA: Bool, _ transposeB: Bool) -> Tensor {
        builder.apply(.matmul(transposeA: transposeA, transposeB: transposeB), [self, other])
    }

    /// What layer normalisation is made of: x - mean, and 1 / sqrt(variance + epsilon), over the
    /// last axis. The gradient and the compiler both use this, and so share the nodes.
    package func normalizationParts(epsilon: Double) -> (centered: Tensor, scale: Tensor) {
        let centered = self - mean(-1)
        let variance = (centered * centered).mean(-1)
        return (centered, (sqrt(variance + constant(epsilon))).unary(.reciprocal))
    }
}

package import Tensors

extension Graph {
    /// The same graph in the primitive ops that kernels are made of: softmax, layer norm and cross
    /// entropy become arithmetic and reductions, which the gradient's own arithmetic then shares,
    /// and a reduction is either along rows (the last axis) or across them.
    package func lowered() throws(TraceError) -> Graph {
        let builder = GraphBuilder(declaring: parameters)
        var tensors: [Tensor] = []
        for node in nodes {
            tensors.append(builder.lower(node, node.inputs.map { tensors[$0] }))
        }
        return try builder.finish(
            outputs: outputs.map { (name: $0.name, tensor: tensors[$0.node]) })
    }
}

extension GraphBuilder {
    /// A builder of a graph with these parameters. They are declared first, so that their order,
    /// and with it the parameters' layout, stays.
    convenience init(declaring parameters: [Parameter]) {
        self.init()
        for parameter in parameters {
            _ = self.parameter(
                parameter.name, shape: parameter.shape, initializer: parameter.initializer,
                drawnAs: parameter.drawnAs, decays: parameter.decays)
        }
    }

    fileprivate func lower(_ node: Node, _ inputs: [Tensor]) -> Tensor {
        switch node.op {
        case .softmax(let causal): softmax(inputs[0], causal: causal)
        case .layerNorm(let epsilon): normalized(inputs[0], epsilon)
        case .crossEntropy: crossEntropy(inputs[0], inputs[1])
        case .reduce(let reduction, let axes): reduce(inputs[0], reduction, axes)
        case .binary(.divide): quotient(inputs[0], inputs[1])
        case .reshape, .transpose, .broadcast:
            movedPositions(node, inputs[0]) ?? apply(node.op, inputs, shape: node.shape)
        case .input, .parameter, .constant, .positions, .unary, .binary, .select, .dropout,
            .cumulativeSum, .matmul, .gather, .scatterAdd, .slice, .concatenate:
            apply(node.op, inputs, shape: node.shape)
        }
    }

    private func softmax(_ x: Tensor, causal: Bool) -> Tensor {
        guard causal else {
            let exponentials = exp(x - x.max(-1))
            return exponentials * (1 / exponentials.sum(-1))
        }
        let shape: Shape = [x.shape[-2], x.shape[-1]]
        let reach = positions(axis: 0, shape: shape) + constant(Double(shape[1] - shape[0]))
        let hidden = reach .< positions(axis: 1, shape: shape)
        let lowest = constant(-.infinity)
        let greatest = lowest.selected(where: hidden, otherwise: x).max(-1)
        let exponentials = constant(0).selected(where: hidden, otherwise: exp(x - greatest))
        return exponentials * (1 / exponentials.sum(-1))
    }

    private func normalized(_ x: Tensor, _ epsilon: Double) -> Tensor {
        let (centered, scale) = x.normalizationParts(epsilon: epsilon)
        return centered * scale
    }

    private func crossEntropy(_ logits: Tensor, _ targets: Tensor) -> Tensor {
        let column = targets.reshaped(to: Shape(targets.shape.dimensions + [1]))
        let classes = positions(axis: 0, shape: [logits.shape[-1]])
        let picked = logits.selected(where: classes .== column, otherwise: 0).sum(-1)
        // The same exponentials as the softmax of the gradient, so that they are computed once.
        let greatest = logits.max(-1)
        let total = exp(logits - greatest).sum(-1)
        return (log(total) + greatest - picked).reshaped(to: targets.shape)
    }

    private func reduce(_ x: Tensor, _ reduction: Reduction, _ axes: [Int]) -> Tensor {
        let last = x.shape.rank - 1
        let across = axes.filter { $0 != last && x.shape[$0] > 1 }
        var result = x
        if axes.contains(last) { result = apply(.reduce(reduction, axes: [last]), [result]) }
        if across.isEmpty { return result }
        switch reduction {
        case .sum: return apply(.reduce(.sum, axes: across), [result])
        case .maximum:
            // Kernels add across rows; a maximum is moved into the rows instead.
            let kept = (0..<x.shape.rank).filter { !across.contains($0) }
            let moved = apply(.transpose(kept + across), [result])
            let flat = moved.reshaped(
                to: Shape(kept.map { result.shape[$0] } + [across.reduce(1) { $0 * x.shape[$1] }]))
            var shape = result.shape
            for axis in across { shape[axis] = 1 }
            return flat.max(-1).reshaped(to: shape)
        }
    }

    /// Division by a number is a product, which is several times faster.
    private func quotient(_ a: Tensor, _ b: Tensor) -> Tensor {
        if case .constant(let divisor) = node(b).op { return a * constant(1 / divisor) }
        return apply(.binary(.divide), [a, b])
    }

    /// Positions that are only moved are positions along another axis, and need no memory.
    private func movedPositions(_ moved: Node, _ x: Tensor) -> Tensor? {
        guard case .positions(let axis) = node(x).op else { return nil }
        switch moved.op {
        case .transpose(let order):
            return order.firstIndex(of: axis).map { positions(axis: $0, shape: moved.shape) }
        case .broadcast:
            let target = axis + moved.shape.rank - x.shape.rank
            return x.shape[axis] == moved.shape[target]
                ? positions(axis: target, shape: moved.shape) : nil
        default:
            // A reshape, the last of the movements that come here.
            let before = x.shape.dimensions.enumerated().filter { $0.element != 1 }
            let after = moved.shape.dimensions.enumerated().filter { $0.element != 1 }
            guard before.map(\.element) == after.map(\.element),
                let place = before.firstIndex(where: { $0.offset == axis })
            else { return nil }
            return positions(axis: after[place].offset, shape: moved.shape)
        }
    }
}

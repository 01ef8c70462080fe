extension Op {
    /// The shape of this op's result.
    ///
    /// - Parameter requested: The shape asked for, which leaves, `broadcast`, `reshape` and `slice`
    ///   need; the others find their own.
    func shape(of inputs: [Shape], requested: Shape?) throws(ShapeError) -> Shape {
        switch self {
        case .input, .parameter: return requested ?? []
        case .constant: return []
        case .positions(let axis):
            let shape = requested ?? []
            try check(shape.dimensions.indices.contains(axis), "there is no axis \(axis)")
            return shape
        case .unary: return inputs[0]
        case .dropout(let rate, _):
            try check(rate >= 0 && rate < 1, "the rate \(rate) is not at least 0 and below 1")
            return inputs[0]
        case .softmax(let causal):
            try check(inputs[0].rank >= (causal ? 2 : 1), "there are too few axes")
            try check(
                !causal || inputs[0][-1] >= inputs[0][-2],
                "a causal one needs at least as many columns as rows")
            return inputs[0]
        case .layerNorm:
            try check(inputs[0].rank >= 1, "a scalar has no axis to normalise over")
            return inputs[0]
        case .binary: return try broadcastShape(inputs)
        case .select: return try broadcastShape(inputs)
        case .broadcast:
            let shape = requested ?? []
            try check(
                inputs[0].broadcast(with: shape) == shape, "it does not stretch to \(shape)")
            return shape
        case .reduce(_, let axes):
            var shape = inputs[0]
            for axis in axes {
                try check(shape.dimensions.indices.contains(axis), "there is no axis \(axis)")
                shape[axis] = 1
            }
            return shape
        case .cumulativeSum(let axis, _):
            try check(inputs[0].dimensions.indices.contains(axis), "there is no axis \(axis)")
            return inputs[0]
        case .matmul(let transposeA, let transposeB):
            return try productShape(inputs[0], inputs[1], transposeA, transposeB)
        case .crossEntropy:
            try check(
                inputs[0].rank >= 1
                    && Array(inputs[0].dimensions.dropLast()) == inputs[1].dimensions,
                "targets have the shape of the logits without their last axis")
            return inputs[1]
        case .gather:
            try check(inputs[0].rank == 2, "the table has two axes")
            return Shape(inputs[1].dimensions + [inputs[0][1]])
        case .scatterAdd(let rows):
            try check(
                inputs[0].rank >= 1
                    && Array(inputs[0].dimensions.dropLast()) == inputs[1].dimensions,
                "indices have the shape of the values without their last axis")
            return [rows, inputs[0][-1]]
        case .reshape:
            let shape = requested ?? []
            guard let count = shape.elementCount else {
                throw ShapeError(
                    reason:
                        "\(shape) does not fit \(inputs[0].count) elements; sizes are positive, "
                        + "and at most one is -1, found from the others")
            }
            try check(
                count == inputs[0].count,
                "it has \(inputs[0].count) elements and \(shape) has \(count)")
            return shape
        case .transpose(let order):
            try check(
                order.sorted() == Array(inputs[0].dimensions.indices),
                "\(order) is not an order of its axes")
            return Shape(order.map { inputs[0][$0] })
        case .slice(let axis, let start):
            let shape = requested ?? []
            var whole = shape
            whole[axis] = inputs[0][axis]
            try check(whole == inputs[0], "\(shape) has other axes")
            try check(
                shape.dimensions.indices.contains(axis) && start >= 0 && shape[axis] > 0
                    && start <= inputs[0][axis] - shape[axis],
                "the range is empty or does not lie within axis \(axis)")
            return shape
        case .concatenate(let axis):
            return try concatenatedShape(inputs, axis)
        }
    }

    private func check(_ condition: Bool, _ reason: @autoclosure () -> String) throws(ShapeError) {
        if !condition { throw ShapeError(reason: reason()) }
    }

    private func broadcastShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        var result: Shape = []
        for shape in inputs {
            guard let next = result.broadcast(with: shape) else {
                throw ShapeError(
                    reason: "axes are aligned from the last, and sizes must be equal or 1")
            }
            result = next
        }
        return result
    }

    private func productShape(
        _ a: Shape, _ b: Shape, _ transposeA: Bool, _ transposeB: Bool
    ) throws(ShapeError) -> Shape {
        try check(a.rank >= 2 && b.rank >= 2, "both need two axes or more")
        try check(
            a.dimensions.dropLast(2) == b.dimensions.dropLast(2),
            "the leading axes must be equal or 1")
        let rows = transposeA ? a[-1] : a[-2]
        let inner = transposeA ? a[-2] : a[-1]
        let columns = transposeB ? b[-2] : b[-1]
        let other = transposeB ? b[-1] : b[-2]
        try check(inner == other, "the inner sizes \(inner) and \(other) must be equal")
        return Shape(a.dimensions.dropLast(2) + [rows, columns])
    }

    private func concatenatedShape(_ inputs: [Shape], _ axis: Int) throws(ShapeError) -> Shape {
        try check(!inputs.isEmpty, "there is nothing to concatenate")
        try check(inputs[0].dimensions.indices.contains(axis), "there is no axis \(axis)")
        var result = inputs[0]
        result[axis] = 0
        for var shape in inputs {
            try check(shape.rank == result.rank, "all need the same number of axes")
            let size = shape[axis]
            shape[axis] = result[axis]
            try check(shape == result, "all sizes but that of axis \(axis) must be equal")
            result[axis] += size
        }
        return result
    }

    /// What an author calls this op.
    var title: String {
        switch self {
        case .input(let name): "input '\(name)'"
        case .parameter(let name): "parameter '\(name)'"
        case .constant: "constant"
        case .positions: "positions"
        case .unary(let function): function.rawValue
        case .binary(let function): function.rawValue
        case .select: "select"
        case .broadcast: "broadcast"
        case .dropout: "dropout"
        case .reduce(let reduction, _): reduction.rawValue
        case .cumulativeSum: "cumulative sum"
        case .softmax: "softmax"
        case .layerNorm: "layer norm"
        case .matmul: "matrix product"
        case .crossEntropy: "cross entropy"
        case .gather: "gather"
        case .scatterAdd: "scatter-add"
        case .reshape: "reshape"
        case .transpose: "transpose"
        case .slice: "slice"
        case .concatenate: "concatenate"
        }
    }
}

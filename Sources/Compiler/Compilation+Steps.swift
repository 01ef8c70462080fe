import Tensors

extension Compilation {
    /// Appends the step of a node that is not part of a kernel, or finds its view.
    mutating func emit(_ id: NodeID) {
        let node = graph.nodes[id]
        let inputs = node.inputs.map { views[$0]! }
        switch node.op {
        case .reshape: reshape(id, inputs[0])
        case .transpose(let order):
            let moved = inputs[0].transposed(order)
            if let target = views[id] { fill(target, from: moved) } else { views[id] = moved }
        case .slice(let axis, let start):
            views[id] = inputs[0].sliced(axis: axis, start: start, to: node.shape)
        case .broadcast:
            views[id] = inputs[0].broadcast(to: node.shape)
        case .concatenate(let axis):
            let target = allocate(id)
            var start = 0
            for (input, view) in zip(node.inputs, inputs) {
                let part = target.sliced(axis: axis, start: start, to: graph.nodes[input].shape)
                fill(part, from: view)
                start += graph.nodes[input].shape[axis]
            }
        case .matmul(let transposeA, let transposeB):
            multiply(
                inputs[0], inputs[1], transposeA: transposeA, transposeB: transposeB,
                into: allocate(id))
        case .gather:
            let (table, indices) = (contiguous(inputs[0]), contiguous(inputs[1]))
            append(.gather(out: allocate(id), table: table, indices: indices))
        case .scatterAdd:
            let (values, indices) = (contiguous(inputs[0]), contiguous(inputs[1]))
            append(.scatterAdd(out: allocate(id), values: values, indices: indices))
        case .cumulativeSum(let axis, let reversed):
            let values = contiguous(inputs[0])
            append(
                .cumulativeSum(
                    out: allocate(id), values: values, axis: axis, reversed: reversed))
        case .input, .parameter, .constant, .positions, .unary, .binary, .select, .dropout,
            .reduce, .softmax, .layerNorm, .crossEntropy:
            preconditionFailure("\(node.op) is not a step")
        }
    }

    private mutating func reshape(_ id: NodeID, _ view: View) {
        let shape = graph.nodes[id].shape
        guard let target = views[id] else {
            views[id] = view.reshaped(to: shape) ?? copied(view).reshaped(to: shape)
            return
        }
        if let written = target.reshaped(to: view.shape) {
            fill(written, from: view)
        } else {
            fill(target, from: view.reshaped(to: shape) ?? copied(view).reshaped(to: shape)!)
        }
    }

    /// Copies a view to where it belongs, unless it was written there in the first place.
    private mutating func fill(_ target: View, from view: View) {
        if !target.isSame(as: view) { copy(view, to: target) }
    }

    private mutating func contiguous(_ view: View) -> View {
        view.isContiguous ? view : copied(view)
    }

    // MARK: Products

    private mutating func multiply(
        _ a: View, _ b: View, transposeA: Bool, transposeB: Bool, into c: View
    ) {
        let a = matrices(a, transposed: transposeA)
        let b = matrices(b, transposed: transposeB)
        let rank = c.shape.rank
        var step = MatmulStep(
            m: c.shape[rank - 2], n: c.shape[rank - 1], k: a.shape[rank - 1],
            batch: Array(c.shape.dimensions.dropLast(2)), a: operand(a), b: operand(b),
            c: operand(c))
        step.mergeBatchAxes()
        append(.matmul(step))
    }

    /// A view of matrices whose rows, or whose columns, lie one after another without overlap, as
    /// a library wants them; copied where neither do, as in a broadcast.
    private mutating func matrices(_ view: View, transposed: Bool) -> View {
        let rank = view.shape.rank
        var order = Array(0..<rank)
        if transposed { order.swapAt(rank - 1, rank - 2) }
        let (rows, columns) = (view.shape[rank - 2], view.shape[rank - 1])
        let (rowStride, columnStride) = (view.strides[rank - 2], view.strides[rank - 1])
        let isRowMajor =
            (columns == 1 || columnStride == 1) && (rows == 1 || rowStride >= columns)
        let isColumnMajor =
            (rows == 1 || rowStride == 1) && (columns == 1 || columnStride >= rows)
        return (isRowMajor || isColumnMajor ? view : copied(view)).transposed(order)
    }

    private func operand(_ view: View) -> MatmulStep.Operand {
        let rank = view.shape.rank
        return MatmulStep.Operand(
            storage: view.storage, offset: view.offset,
            batchStrides: Array(view.strides.dropLast(2)), rowStride: view.strides[rank - 2],
            columnStride: view.strides[rank - 1])
    }
}

extension MatmulStep {
    /// Drops batch axes of size 1, and joins neighbours that lie one after another in all three.
    mutating func mergeBatchAxes() {
        var axes: [(size: Int, strides: [Int])] = []
        for (index, size) in batch.enumerated() where size != 1 {
            let strides = [a, b, c].map { $0.batchStrides[index] }
            if let last = axes.last,
                zip(last.strides, strides).allSatisfy({ $0 == $1 * size })
            {
                axes[axes.count - 1] = (last.size * size, strides)
            } else {
                axes.append((size, strides))
            }
        }
        batch = axes.map(\.size)
        a.batchStrides = axes.map { $0.strides[0] }
        b.batchStrides = axes.map { $0.strides[1] }
        c.batchStrides = axes.map { $0.strides[2] }
    }
}

extension Tensor {
    /// The same elements in row-major order, with other axes; at most one size may be -1, and is
    /// found from the others.
    public func reshaped(_ sizes: Int...) -> Tensor { reshaped(to: Shape(sizes)) }

    /// The same elements in row-major order, with other axes; at most one size may be -1, and is
    /// found from the others.
    public func reshaped(to target: Shape) -> Tensor {
        var target = target
        if let free = target.dimensions.firstIndex(of: -1) {
            // Where the others do not fit, -1 stays, and the shape rule explains.
            target[free] = 1
            let others = target.elementCount ?? 0
            target[free] = others > 0 && shape.count % others == 0 ? shape.count / others : -1
        }
        return builder.apply(.reshape, [self], shape: target)
    }

    /// The axes in another order: axis k of the result is axis `order[k]` of this tensor.
    public func transposed(_ order: Int...) -> Tensor {
        builder.apply(.transpose(order.map(axis)), [self])
    }

    /// The last two axes exchanged.
    public func transposed() -> Tensor {
        guard shape.rank >= 2 else {
            builder.fail("it needs two axes", operation: "transpose", shapes: [shape])
            return self
        }
        var order = Array(0..<shape.rank)
        order.swapAt(shape.rank - 1, shape.rank - 2)
        return builder.apply(.transpose(order), [self])
    }

    /// A range of an axis (negative ones count from the last).
    public func slice(_ axis: Int, _ range: Range<Int>) -> Tensor {
        let axis = self.axis(axis)
        var shape = shape
        guard shape.dimensions.indices.contains(axis) else {
            builder.fail("there is no axis \(axis)", operation: "slice", shapes: [shape])
            return self
        }
        guard range.lowerBound >= 0, range.upperBound <= shape[axis], !range.isEmpty else {
            builder.fail(
                "the range \(range) is empty or does not lie within axis \(axis)",
                operation: "slice", shapes: [shape])
            return self
        }
        shape[axis] = range.count
        return builder.apply(.slice(axis: axis, start: range.lowerBound), [self], shape: shape)
    }

    /// The tensor cut into equal parts along an axis (negative ones count from the last).
    public func split(_ axis: Int, into parts: Int) -> [Tensor] {
        let axis = self.axis(axis)
        guard shape.dimensions.indices.contains(axis), parts > 0, shape[axis] % parts == 0 else {
            builder.fail(
                "axis \(axis) cannot be cut into \(parts) equal parts", operation: "split",
                shapes: [shape])
            return [Tensor](repeating: self, count: Swift.max(parts, 1))
        }
        let size = shape[axis] / parts
        return (0..<parts).map { slice(axis, $0 * size..<($0 + 1) * size) }
    }

    /// Axes of size 1 stretched to another shape.
    public func broadcast(to shape: Shape) -> Tensor {
        builder.apply(.broadcast, [self], shape: shape)
    }

    /// Rows of this table [R, C] by index: indices [...], result [..., C].
    public func gather(_ indices: Tensor) -> Tensor { builder.apply(.gather, [self, indices]) }

    /// The sum of these values [..., C] for each row that the indices [...] name: [rows, C].
    package func scatterAdd(_ indices: Tensor, rows: Int) -> Tensor {
        builder.apply(.scatterAdd(rows: rows), [self, indices])
    }

    /// The matrix product over the last two axes. Leading axes broadcast; a second operand with
    /// two axes serves for all.
    public func matmul(
        _ other: Tensor, transposeSelf: Bool = false, transposeOther: Bool = false
    ) -> Tensor {
        let op = Op.matmul(transposeA: transposeSelf, transposeB: transposeOther)
        guard shape.rank >= 2, other.shape.rank >= 2 else {
            return builder.apply(op, [self, other])
        }
        if other.shape.rank == 2, shape.rank > 2 {
            // One product of all rows is faster than one a batch, and its gradient needs no sum.
            let rows = transposeSelf ? transposed() : self
            let flat = Op.matmul(transposeA: false, transposeB: transposeOther)
            let product = builder.apply(flat, [rows.reshaped(-1, rows.shape[-1]), other])
            guard product.shape.rank == 2 else { return product }
            return product.reshaped(
                to: Shape(rows.shape.dimensions.dropLast() + [product.shape[-1]]))
        }
        let mine = Shape(shape.dimensions.dropLast(2))
        let theirs = Shape(other.shape.dimensions.dropLast(2))
        guard mine != theirs, let batch = mine.broadcast(with: theirs) else {
            return builder.apply(op, [self, other])
        }
        return builder.apply(op, [stretched(batch), other.stretched(batch)])
    }

    private func stretched(_ batch: Shape) -> Tensor {
        broadcast(to: Shape(batch.dimensions + shape.dimensions.suffix(2)))
    }
}

/// Tensors joined along an axis (negative ones count from the last); there must be at least one.
public func concatenate(_ tensors: [Tensor], axis: Int) -> Tensor {
    precondition(!tensors.isEmpty, "there is nothing to concatenate")
    return tensors[0].builder.apply(.concatenate(axis: tensors[0].axis(axis)), tensors)
}

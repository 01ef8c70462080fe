extension GraphBuilder {
    /// The gradient of a scalar by each of these tensors, as more nodes of the same graph; a
    /// tensor that the scalar does not depend on has gradient 0.
    package func gradients(of loss: Tensor, by tensors: [Tensor]) -> [Tensor] {
        var flows: [NodeID: [Flow]] = [loss.id: [.whole(constant(1))]]
        var relevant = Set(tensors.map(\.id))
        for id in 0...loss.id where nodes[id].inputs.contains(where: relevant.contains) {
            relevant.insert(id)
        }
        var result: [NodeID: Tensor] = [:]
        for id in (0...loss.id).reversed() where relevant.contains(id) {
            guard let arrived = flows.removeValue(forKey: id) else { continue }
            let gradient = total(arrived, shape: nodes[id].shape)
            result[id] = gradient
            for (input, flow) in pullback(tensor(id), gradient) where relevant.contains(input.id) {
                flows[input.id, default: []].append(flow)
            }
        }
        return tensors.map { result[$0.id] ?? constant(0).broadcast(to: $0.shape) }
    }

    /// The sum of what flows back to one node. Slices that tile it are joined, not summed.
    private func total(_ flows: [Flow], shape: Shape) -> Tensor {
        var wholes: [Tensor] = []
        var parts: [Int: [(start: Int, gradient: Tensor)]] = [:]
        for flow in flows {
            switch flow {
            case .whole(let gradient): wholes.append(gradient)
            case .part(let axis, let start, let gradient):
                parts[axis, default: []].append((start, gradient))
            }
        }
        for (axis, pieces) in parts.sorted(by: { $0.key < $1.key }) {
            wholes += joined(pieces, axis: axis, shape: shape)
        }
        let sum = wholes.dropFirst().reduce(wholes[0]) { $0 + $1 }
        return sum.broadcast(to: shape)
    }

    /// Tensors of the full shape whose sum is that of the pieces, each in its range, 0 elsewhere.
    private func joined(
        _ pieces: [(start: Int, gradient: Tensor)], axis: Int, shape: Shape
    ) -> [Tensor] {
        var remaining = pieces.sorted { $0.start < $1.start }
        var result: [Tensor] = []
        while !remaining.isEmpty {
            var row: [Tensor] = []
            var next = 0
            var later: [(start: Int, gradient: Tensor)] = []
            for piece in remaining {
                guard piece.start >= next else {
                    later.append(piece)
                    continue
                }
                if piece.start > next { row.append(zeros(shape, axis, piece.start - next)) }
                row.append(piece.gradient)
                next = piece.start + piece.gradient.shape[axis]
            }
            if next < shape[axis] { row.append(zeros(shape, axis, shape[axis] - next)) }
            result.append(concatenate(row, axis: axis))
            remaining = later
        }
        return result
    }

    private func zeros(_ shape: Shape, _ axis: Int, _ size: Int) -> Tensor {
        var shape = shape
        shape[axis] = size
        return constant(0).broadcast(to: shape)
    }
}

/// What flows back to an operand: a gradient of its whole shape, or of a range of one axis.
enum Flow {
    case whole(Tensor)
    case part(axis: Int, start: Int, Tensor)
}

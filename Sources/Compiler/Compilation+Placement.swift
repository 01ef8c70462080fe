import Tensors

extension Compilation {
    /// The memory of a computed node, chosen at its first use. A node whose only use is to be
    /// moved or concatenated is written where it is going, so that the movement costs nothing.
    mutating func allocate(_ node: NodeID) -> View {
        if let view = views[node] { return view }
        let view = destination(of: node) ?? ownView(node)
        views[node] = view
        return view
    }

    private mutating func ownView(_ node: NodeID) -> View {
        let shape = graph.nodes[node].shape
        for output in graph.outputs where output.node == node {
            if let home = home(ofOutput: output.name) { return newView(shape, home: home) }
        }
        return newView(shape, element: isBFloat16[node] ? .bfloat16 : .float32)
    }

    private mutating func destination(of node: NodeID) -> View? {
        guard useCounts[node] == 1, let consumer = consumers[node].first else { return nil }
        let shape = graph.nodes[node].shape
        let view: View?
        switch graph.nodes[consumer].op {
        case .concatenate(let axis):
            let start = graph.nodes[consumer].inputs.prefix { $0 != node }
                .reduce(0) { $0 + graph.nodes[$1].shape[axis] }
            view = allocate(consumer).sliced(axis: axis, start: start, to: shape)
        case .reshape:
            view = allocate(consumer).reshaped(to: shape)
        case .transpose(let order) where wantsRowMajor(consumer):
            let inverse = order.indices.map { order.firstIndex(of: $0)! }
            view = allocate(consumer).transposed(inverse)
        default: return nil
        }
        return view.flatMap { isWritable($0, by: node) ? $0 : nil }
    }

    /// Whether a movement's result is best laid out in its own order: where a reshape, a
    /// concatenation or an output would otherwise copy it.
    private func wantsRowMajor(_ node: NodeID) -> Bool {
        guard useCounts[node] == 1 else { return false }
        guard let consumer = consumers[node].first else { return true }
        switch graph.nodes[consumer].op {
        case .reshape, .concatenate: return true
        default: return false
        }
    }

    /// Whether a node's step can write with these strides.
    private func isWritable(_ view: View, by node: NodeID) -> Bool {
        switch fusion.roles[node] {
        case .fused: true
        case .sink: view.isContiguous
        case .call:
            if case .matmul = graph.nodes[node].op {
                view.strides[view.shape.rank - 1] == 1 || view.strides[view.shape.rank - 2] == 1
            } else {
                view.isContiguous
            }
        case .view: true
        case .leaf, .inline: false
        }
    }
}

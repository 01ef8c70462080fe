package import Tensors

extension Graph {
    /// The same graph with both factors of every matrix product rounded to bfloat16.
    ///
    /// A value that is moved before it is multiplied is rounded before it is moved: where it is
    /// computed, and once for all products that read it, however each of them turns it.
    package func roundingProducts() throws(TraceError) -> Graph {
        var rounding = ProductRounding(self)
        return try rounding.result()
    }

    /// Which values are stored as bfloat16: rounded ones, and movements of them, that nothing but
    /// matrix products reads. Products take both factors in one type.
    var valuesInBFloat16: [Bool] {
        var result: [Bool] = []
        for node in nodes {
            result.append(
                node.op == .unary(.bfloat16)
                    || (node.op.isMovement && node.inputs.allSatisfy { result[$0] }))
        }
        var isRead = [Bool](repeating: false, count: nodes.count)
        for output in outputs { isRead[output.node] = true }
        var changed = true
        while changed {
            changed = false
            for (id, node) in nodes.enumerated() {
                switch node.op {
                case .matmul where node.inputs.allSatisfy({ result[$0] }): continue
                case _ where node.op.isMovement && result[id]: continue
                default: for input in node.inputs { isRead[input] = true }
                }
            }
            for (id, node) in nodes.enumerated() where result[id] {
                if isRead[id] || (node.op.isMovement && node.inputs.contains { !result[$0] }) {
                    result[id] = false
                    changed = true
                }
            }
        }
        return result
    }
}

private struct ProductRounding {
    private let graph: Graph
    private let builder: GraphBuilder
    private var rounded: [NodeID: Tensor] = [:]

    init(_ graph: Graph) {
        self.graph = graph
        builder = GraphBuilder(declaring: graph.parameters)
    }

    mutating func result() throws(TraceError) -> Graph {
        var tensors: [Tensor] = []
        for node in graph.nodes {
            var inputs = node.inputs.map { tensors[$0] }
            if case .matmul = node.op { inputs = inputs.map { rounded($0) } }
            tensors.append(builder.apply(node.op, inputs, shape: node.shape))
        }
        return try builder.finish(
            outputs: graph.outputs.map { (name: $0.name, tensor: tensors[$0.node]) })
    }

    private mutating func rounded(_ tensor: Tensor) -> Tensor {
        if let known = rounded[tensor.id] { return known }
        let node = builder.node(tensor)
        let result: Tensor
        if node.op.isMovement {
            let inputs = node.inputs.map { rounded(builder.tensor($0)) }
            result = builder.apply(node.op, inputs, shape: node.shape)
        } else {
            result = builder.apply(.unary(.bfloat16), [tensor])
        }
        rounded[tensor.id] = result
        return result
    }
}

extension Op {
    /// Whether this only says where elements lie, each of them once.
    fileprivate var isMovement: Bool {
        switch self {
        case .reshape, .transpose, .slice, .concatenate: true
        case .input, .parameter, .constant, .positions, .unary, .binary, .select, .broadcast,
            .dropout, .reduce, .cumulativeSum, .softmax, .layerNorm, .matmul, .crossEntropy,
            .gather, .scatterAdd:
            false
        }
    }
}

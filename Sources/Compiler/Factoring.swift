import Tensors

extension Graph {
    /// The same graph with common factors of sums taken out: g a + g b becomes g (a + b).
    ///
    /// The chain rule writes the gradient of an activation as such a sum over the paths to its
    /// operand. Factored, what the incoming gradient is multiplied by depends on the forward pass
    /// alone, so that it is computed there, while its operands are in registers, and stored as one
    /// value instead of several.
    func factored() throws(TraceError) -> Graph {
        var factoring = Factoring(self)
        return try factoring.result()
    }
}

private struct Factoring {
    private let graph: Graph
    private let useCounts: [Int]
    private let builder: GraphBuilder
    private var tensors: [Tensor] = []
    /// What a node is the product of, for nodes that are used once, and in nothing but a product or
    /// a sum.
    private var factors: [NodeID: [Tensor]] = [:]

    init(_ graph: Graph) {
        self.graph = graph
        useCounts = graph.useCounts
        builder = GraphBuilder(declaring: graph.parameters)
    }

    mutating func result() throws(TraceError) -> Graph {
        for (id, node) in graph.nodes.enumerated() {
            tensors.append(rewritten(id, node))
        }
        return try builder.finish(
            outputs: graph.outputs.map { (name: $0.name, tensor: tensors[$0.node]) })
    }

    private mutating func rewritten(_ id: NodeID, _ node: Node) -> Tensor {
        let inputs = node.inputs.map { tensors[$0] }
        switch node.op {
        case .binary(.multiply):
            factors[id] = node.inputs.flatMap { factors(of: $0) }
        case .binary(.add), .binary(.subtract):
            if let sum = sum(id, node) { return sum }
        default: break
        }
        return builder.apply(node.op, inputs, shape: node.shape)
    }

    /// The sum or difference with common factors taken out; nil where there are none.
    private mutating func sum(_ id: NodeID, _ node: Node) -> Tensor? {
        guard case .binary(let function) = node.op else { return nil }
        var left = factors(of: node.inputs[0])
        var right = factors(of: node.inputs[1])
        var common: [Tensor] = []
        // Only what has a value for every element is worth it.
        for factor in left where factor.shape == node.shape {
            guard let place = right.firstIndex(where: { $0.id == factor.id }) else { continue }
            right.remove(at: place)
            left.remove(at: left.firstIndex { $0.id == factor.id }!)
            common.append(factor)
        }
        guard !common.isEmpty, !left.isEmpty || !right.isEmpty else { return nil }
        let rest = builder.apply(.binary(function), [product(left), product(right)])
        factors[id] = common + [rest]
        return product(common) * rest
    }

    private func factors(of id: NodeID) -> [Tensor] {
        useCounts[id] == 1 ? factors[id] ?? [tensors[id]] : [tensors[id]]
    }

    /// The product of some factors, with one number for all that are numbers.
    private func product(_ factors: [Tensor]) -> Tensor {
        var number = 1.0
        var result: Tensor?
        for factor in factors {
            if case .constant(let value) = builder.node(factor).op {
                number *= value
            } else {
                result = result.map { $0 * factor } ?? factor
            }
        }
        guard let result else { return builder.constant(number) }
        return number == 1 ? result : result * builder.constant(number)
    }
}

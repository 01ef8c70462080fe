import Tensors

extension FusionPlan {
    /// The sums that are computed in one instruction with the product that is one side of them.
    ///
    /// This is a fact of the graph and not of a kernel, so that a value that is recomputed in
    /// another kernel is the same to the bit: the gradient of a maximum compares such values.
    func multiplyAdds(_ graph: Graph, isMaterialized: [Bool]) -> [NodeID: NodeID] {
        let useCounts = graph.useCounts
        var result: [NodeID: NodeID] = [:]
        for (sum, node) in graph.nodes.enumerated() where node.op == .binary(.add) {
            guard case .fused = roles[sum] else { continue }
            result[sum] = node.inputs.first { product in
                guard case .fused = roles[product] else { return false }
                return graph.nodes[product].op == .binary(.multiply) && useCounts[product] == 1
                    && graph.nodes[product].shape == node.shape && !isMaterialized[product]
                    && unit(of: product) == unit(of: sum)
            }
        }
        return result
    }
}

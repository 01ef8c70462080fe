import Tensors

/// Which fused values are kept in memory. The others live in registers, and are computed again in
/// every kernel that needs them.
struct MaterializationPlan {
    private(set) var isMaterialized: [Bool]
    private let graph: Graph
    private let fusion: FusionPlan

    /// A value may be recomputed from at most this many operations...
    private static let recomputedOperations = 8
    /// ...and this many full-size values in memory: with one, recomputing reads no more than
    /// loading the value itself would.
    private static let recomputedLoads = 1

    init(_ graph: Graph, _ fusion: FusionPlan, kernels: [(unit: Int, members: [NodeID])]) {
        self.graph = graph
        self.fusion = fusion
        isMaterialized = Array(repeating: false, count: graph.nodes.count)
        for (id, node) in graph.nodes.enumerated() {
            switch fusion.roles[id] {
            case .view, .call: for input in node.inputs { store(input) }
            case .leaf, .inline, .fused, .sink: break
            }
        }
        for output in graph.outputs { store(output.node) }
        for kernel in kernels {
            for member in kernel.members {
                for operand in graph.nodes[member].inputs { need(operand, in: kernel.unit) }
            }
        }
    }

    private mutating func store(_ node: NodeID) {
        if case .fused = fusion.roles[node] { isMaterialized[node] = true }
    }

    private mutating func need(_ node: NodeID, in unit: Int) {
        guard case .fused = fusion.roles[node], !isMaterialized[node],
            !fusion.isIndexExpression[node], fusion.unit(of: node) != unit
        else { return }
        if let cost = cost(of: node, within: Self.recomputedOperations),
            cost.loads.count <= Self.recomputedLoads
        {
            for operand in graph.nodes[node].inputs { need(operand, in: unit) }
        } else {
            isMaterialized[node] = true
        }
    }

    /// What recomputing a value takes; nil where it must be stored, or where it takes more
    /// operations than there may be. The limit also bounds the search: a chain in which each value
    /// is used twice has more paths than could ever be walked.
    private func cost(of node: NodeID, within limit: Int) -> (operations: Int, loads: Set<NodeID>)?
    {
        guard limit > 0 else { return nil }
        switch graph.nodes[node].op {
        case .unary(let function) where function.isCostly: return nil
        case .reduce, .dropout: return nil
        case .input, .parameter, .constant, .positions, .unary, .binary, .select, .broadcast,
            .cumulativeSum, .softmax, .layerNorm, .matmul, .crossEntropy, .gather, .scatterAdd,
            .reshape, .transpose, .slice, .concatenate:
            break
        }
        let size = graph.nodes[node].shape.count
        var result = (operations: 1, loads: Set<NodeID>())
        let inputs = graph.nodes[node].inputs
        for (place, operand) in inputs.enumerated()
        where inputs.firstIndex(of: operand) == place && !fusion.isIndexExpression[operand] {
            if case .fused = fusion.roles[operand], !isMaterialized[operand],
                let inner = cost(of: operand, within: limit - result.operations)
            {
                result.operations += inner.operations
                result.loads.formUnion(inner.loads)
            } else if graph.nodes[operand].shape.count >= size {
                result.loads.insert(operand)
            }
        }
        return result
    }
}

import Tensors

/// Which nodes of a lowered graph are computed together.
///
/// Every node belongs to a unit, and units run one after another: a group of fused nodes is one
/// unit, any other node is a unit of its own. Nodes join the group of an operand that has the same
/// rows, as long as units stay free of cycles.
struct FusionPlan {
    /// How a node comes about.
    enum Role {
        /// An input or parameter.
        case leaf
        /// Recomputed wherever it is used: constants, positions, and cheap arithmetic on them.
        case inline
        /// Part of a kernel.
        case fused
        /// A sum across rows, which a kernel accumulates.
        case sink
        /// A movement that only reinterprets memory, where possible.
        case view
        /// A step of its own.
        case call
    }

    /// The space that a group's kernel walks.
    struct Space: Equatable {
        var rows: [Int]
        var columns: Int

        init(of shape: Shape) {
            rows = Array(shape.dimensions.dropLast())
            columns = shape.dimensions.last ?? 1
        }

        /// The space for both, where one is a value for every row of the other, or both are equal.
        func merged(with other: Space) -> Space? {
            guard rows == other.rows else { return nil }
            guard columns == other.columns || columns == 1 || other.columns == 1 else { return nil }
            return columns >= other.columns ? self : other
        }
    }

    private(set) var roles: [Role]
    /// Nodes that depend on constants and positions only, and are cheap.
    let isIndexExpression: [Bool]
    /// The spaces of the units that are groups.
    private(set) var spaces: [Int: Space] = [:]
    private var units: UnitGraph
    private let graph: Graph

    init(_ graph: Graph) {
        self.graph = graph
        let roles = Self.roles(of: graph)
        isIndexExpression = roles.map { if case .inline = $0 { true } else { false } }
        self.roles = Self.withOperandsInMemory(roles, graph)
        units = UnitGraph(count: graph.nodes.count)
        for id in graph.nodes.indices { place(id) }
    }

    /// The unit of a node.
    func unit(of node: NodeID) -> Int { units.unit(of: node) }

    /// The unit whose kernel accumulates a sum across rows.
    func accumulator(of sink: NodeID) -> Int {
        let operand = graph.nodes[sink].inputs[0]
        return if case .fused = roles[operand] { unit(of: operand) } else { sinkUnits[sink]! }
    }

    /// Kernels that exist only to add up a value that is already in memory; numbered after all
    /// nodes.
    private(set) var sinkUnits: [NodeID: Int] = [:]

    /// What must run before a unit.
    func prerequisites(of unit: Int) -> Set<Int> { units.prerequisites(of: unit) }

    // MARK: Grouping

    private mutating func place(_ id: NodeID) {
        let node = graph.nodes[id]
        switch roles[id] {
        case .leaf, .inline: break
        case .view, .call: units.run(id, after: computed(node.inputs))
        case .sink:
            let operand = node.inputs[0]
            if case .fused = roles[operand] {
                units.run(id, after: [unit(of: operand)])
            } else {
                let unit = units.append(after: computed(node.inputs))
                spaces[unit] = Space(of: graph.nodes[operand].shape)
                sinkUnits[id] = unit
                units.run(id, after: [unit])
            }
        case .fused: join(id)
        }
    }

    private mutating func join(_ id: NodeID) {
        let node = graph.nodes[id]
        let shape =
            if case .reduce = node.op { graph.nodes[node.inputs[0]].shape } else { node.shape }
        units.run(id, after: computed(node.inputs))
        spaces[id] = Space(of: shape)
        // Wide operands first: a kernel is worth the more the more memory traffic it saves.
        let candidates = node.inputs.filter { if case .fused = roles[$0] { true } else { false } }
            .sorted { graph.nodes[$0].shape.count > graph.nodes[$1].shape.count }
        for candidate in candidates {
            let group = unit(of: candidate)
            let own = unit(of: id)
            guard group != own, let space = spaces[group]!.merged(with: spaces[own]!),
                units.merge(own, into: group)
            else { continue }
            spaces[own] = nil
            spaces[group] = space
        }
    }

    /// The units of those nodes that units compute.
    private func computed(_ nodes: [NodeID]) -> Set<Int> {
        Set(
            nodes.filter { id in
                switch roles[id] {
                case .leaf, .inline: false
                case .fused, .sink, .view, .call: true
                }
            }.map { unit(of: $0) })
    }

    // MARK: Roles

    private static func roles(of graph: Graph) -> [Role] {
        var roles: [Role] = []
        for node in graph.nodes {
            roles.append(role(of: node, operands: node.inputs.map { roles[$0] }, graph))
        }
        return roles
    }

    /// Roles in which whatever a step or an output reads is computed into memory.
    private static func withOperandsInMemory(_ initial: [Role], _ graph: Graph) -> [Role] {
        var roles = initial
        for (id, node) in graph.nodes.enumerated() {
            switch roles[id] {
            case .view, .call, .sink:
                for input in node.inputs {
                    if case .inline = roles[input] { roles[input] = .fused }
                }
            case .leaf, .inline, .fused: break
            }
        }
        for output in graph.outputs {
            if case .inline = roles[output.node] { roles[output.node] = .fused }
        }
        return roles
    }

    private static func role(of node: Node, operands: [Role], _ graph: Graph) -> Role {
        let isInline = operands.allSatisfy { if case .inline = $0 { true } else { false } }
        switch node.op {
        case .input, .parameter: return .leaf
        case .constant, .positions: return .inline
        case .unary(let function): return isInline && !function.isCostly ? .inline : .fused
        case .binary, .select: return isInline ? .inline : .fused
        case .broadcast:
            switch operands[0] {
            case .inline: return .inline
            case .fused: return .fused
            case .leaf, .sink, .view, .call: return .view
            }
        case .dropout: return .fused
        case .reduce(_, let axes):
            return axes == [graph.nodes[node.inputs[0]].shape.rank - 1] ? .fused : .sink
        case .cumulativeSum, .matmul, .gather, .scatterAdd, .concatenate: return .call
        case .reshape, .transpose, .slice: return .view
        case .softmax, .layerNorm, .crossEntropy:
            preconditionFailure("\(node.op) is lowered before fusion")
        }
    }
}

extension Unary {
    /// Whether storing a result is cheaper than computing it again.
    var isCostly: Bool {
        switch self {
        case .negate, .reciprocal, .squareRoot, .bfloat16: false
        case .exponential, .logarithm, .tanh, .sigmoid, .erf, .sine, .cosine: true
        }
    }
}

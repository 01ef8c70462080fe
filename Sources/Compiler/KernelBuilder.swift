import Tensors

/// Writes the fused kernel of one group of nodes.
struct KernelBuilder {
    typealias Value = FusedKernel.Value
    typealias Instruction = FusedKernel.Instruction

    /// An operand along the axes of the group's space, before axes are merged.
    struct Operand: Hashable {
        var view: View
        var strides: [Int]
    }

    let graph: Graph
    /// The axes that are longer than 1: rows and, last, columns.
    let axes: KernelAxes
    /// Where a value lies in memory; nil for one that is computed here.
    let location: (NodeID) -> View?
    /// The sums that take one instruction with a product.
    let multiplyAdds: [NodeID: NodeID]
    var operands: [Operand] = []
    var instructions: [Instruction] = []
    var constants: [Float] = []
    var dropouts: [FusedKernel.DropoutSite] = []
    var accumulated: [Int] = []
    private var values: [NodeID: Value] = [:]
    /// Values are numbered by kind as they are made; registers are chosen at the end.
    private var counts: [FusedKernel.Kind: Int] = [:]

    init(
        _ graph: Graph, space: FusionPlan.Space, multiplyAdds: [NodeID: NodeID] = [:],
        location: @escaping (NodeID) -> View?
    ) {
        self.graph = graph
        self.multiplyAdds = multiplyAdds
        axes = KernelAxes(space)
        self.location = location
    }

    /// Computes a value and stores it.
    mutating func store(_ node: NodeID, to view: View) {
        var value = emit(node)
        let operand = operand(view)
        if operands[operand].strides.last ?? 0 != 0 { value = widened(value) }
        value = narrowed(value)
        instructions.append(
            Instruction(opcode: .store, result: nil, values: [value], argument: operand))
    }

    /// Copies memory to memory.
    mutating func copy(_ view: View, to target: View) {
        var value = load(view)
        let operand = operand(target)
        if operands[operand].strides.last ?? 0 != 0 { value = widened(value) }
        instructions.append(
            Instruction(opcode: .store, result: nil, values: [value], argument: operand))
    }

    /// Computes a value and adds it to memory, where axes of stride 0 are summed over.
    mutating func accumulate(_ node: NodeID, to view: View) {
        var value = emit(node)
        let operand = operand(view)
        if axes.isFull(graph.nodes[node].shape) { value = widened(value) }
        if value.kind == .wide, operands[operand].strides.last ?? 0 == 0 {
            value = append(.reduceSum, [value], kind: .narrow)
        }
        value = narrowed(value)
        accumulated.append(operand)
        instructions.append(
            Instruction(opcode: .accumulate, result: nil, values: [value], argument: operand))
    }

    private mutating func emit(_ id: NodeID) -> Value {
        if let value = values[id] { return value }
        let value: Value
        if let view = location(id) { value = load(view) } else { value = compute(id) }
        values[id] = value
        return value
    }

    private mutating func compute(_ id: NodeID) -> Value {
        let node = graph.nodes[id]
        if let product = multiplyAdds[id], let other = node.inputs.first(where: { $0 != product }) {
            let operands = graph.nodes[product].inputs + [other]
            return apply(.multiplyAdd, operands.map { emit($0) })
        }
        switch node.op {
        case .constant(let value): return constant(Float(value))
        case .positions(let axis): return index(axis, node.shape)
        case .broadcast: return emit(node.inputs[0])
        case .unary(let function): return apply(.unary(function), node.inputs.map { emit($0) })
        case .binary(let function): return apply(.binary(function), node.inputs.map { emit($0) })
        case .select: return apply(.select, node.inputs.map { emit($0) })
        case .reduce(let reduction, _):
            let wide = widened(emit(node.inputs[0]))
            return append(
                reduction == .sum ? .reduceSum : .reduceMaximum, [wide], kind: .narrow)
        case .dropout(let rate, let site): return dropout(node, rate, site)
        case .input, .parameter, .cumulativeSum, .softmax, .layerNorm, .matmul, .crossEntropy,
            .gather, .scatterAdd, .reshape, .transpose, .slice, .concatenate:
            preconditionFailure("\(node.op) has a place in memory")
        }
    }

    private mutating func load(_ view: View) -> Value {
        let operand = operand(view)
        let isWide = axes.columns > 1 && operands[operand].strides.last ?? 0 != 0
        return append(.load, [], argument: operand, kind: isWide ? .wide : .narrow)
    }

    private mutating func dropout(_ node: Node, _ rate: Double, _ site: String) -> Value {
        var value = emit(node.inputs[0])
        value = axes.isFull(node.shape) ? widened(value) : narrowed(value)
        let place = FusedKernel.DropoutSite(site: site, rate: rate)
        let index = dropouts.firstIndex(of: place) ?? dropouts.count
        if index == dropouts.count { dropouts.append(place) }
        return append(.dropout, [value], argument: index, kind: value.kind)
    }

    /// The index along an axis of a shape that is aligned with the space from the last axis.
    private mutating func index(_ axis: Int, _ shape: Shape) -> Value {
        guard shape[axis] > 1, let place = axes.place(of: axis - shape.rank) else {
            return constant(0)
        }
        return place == axes.sizes.count - 1
            ? append(.columnIndex, [], kind: .wide)
            : append(.rowIndex, [], argument: place, kind: .narrow)
    }

    private mutating func apply(_ opcode: FusedKernel.Opcode, _ values: [Value]) -> Value {
        let kind = values.map(\.kind).max() ?? .scalar
        return append(
            opcode, kind == .scalar ? values.map { narrowed($0) } : values,
            kind: max(kind, .narrow))
    }

    private mutating func widened(_ value: Value) -> Value {
        value.kind == .wide ? value : spread(value)
    }

    private mutating func spread(_ value: Value) -> Value {
        append(.spread, [value], kind: .wide)
    }

    /// A scalar in every row; x + 0 is how a kernel says it.
    private mutating func narrowed(_ value: Value) -> Value {
        guard value.kind == .scalar else { return value }
        return append(.binary(.add), [value, constant(0)], kind: .narrow)
    }

    private mutating func constant(_ value: Float) -> Value {
        let index = constants.firstIndex { $0.bitPattern == value.bitPattern } ?? constants.count
        if index == constants.count { constants.append(value) }
        return Value(kind: .scalar, index: index)
    }

    private mutating func append(
        _ opcode: FusedKernel.Opcode, _ values: [Value], argument: Int = 0,
        kind: FusedKernel.Kind
    ) -> Value {
        let result = Value(kind: kind, index: counts[kind, default: 0])
        counts[kind, default: 0] += 1
        instructions.append(
            Instruction(opcode: opcode, result: result, values: values, argument: argument))
        return result
    }

    private mutating func operand(_ view: View) -> Int {
        let operand = Operand(view: view, strides: axes.strides(of: view))
        if let index = operands.firstIndex(of: operand) { return index }
        operands.append(operand)
        return operands.count - 1
    }
}

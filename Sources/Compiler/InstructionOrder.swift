import Tensors

extension FusedKernel {
    /// The same instructions in an order that leaves those that treat every element alike in runs
    /// as long as can be: each run becomes one loop. Loads come first, so that no store comes
    /// before a load of the same memory.
    package static func grouped(_ instructions: [Instruction]) -> [Instruction] {
        var order = InstructionOrder(instructions)
        return order.grouped()
    }
}

private struct InstructionOrder {
    typealias Instruction = FusedKernel.Instruction
    typealias Value = FusedKernel.Value

    private let instructions: [Instruction]
    /// The results that are not computed yet.
    private var pending: Set<Value>
    private var left: [Int]
    private var result: [Instruction] = []

    init(_ instructions: [Instruction]) {
        self.instructions = instructions
        pending = Set(instructions.compactMap(\.result))
        left = Array(instructions.indices)
    }

    mutating func grouped() -> [Instruction] {
        while !left.isEmpty {
            if emit(where: { $0.opcode == .load }) { continue }
            if emit(where: { $0.result == nil }) { continue }
            if emit(where: { !$0.isElementwise }) { continue }
            if emit(where: { $0.isElementwise && $0.result?.kind == .narrow }) { continue }
            let isSome = emit(where: \.isElementwise)
            precondition(isSome, "the instructions of a kernel wait for one another")
        }
        return result
    }

    /// Emits what is ready of one sort, and what thereby becomes ready, in their order.
    private mutating func emit(where isMeant: (Instruction) -> Bool) -> Bool {
        var later: [Int] = []
        for index in left {
            let instruction = instructions[index]
            guard isMeant(instruction), pending.isDisjoint(with: instruction.values) else {
                later.append(index)
                continue
            }
            if let value = instruction.result { pending.remove(value) }
            result.append(instruction)
        }
        defer { left = later }
        return later.count < left.count
    }
}

extension FusedKernel.Instruction {
    /// Whether each element of the result depends on the same elements of the operands alone, by
    /// arithmetic that becomes machine code: as `is_chainable` says in CKernels.
    fileprivate var isElementwise: Bool {
        switch opcode {
        case .unary(.sine), .unary(.cosine), .unary(.bfloat16): false
        case .unary, .binary, .select, .multiplyAdd, .spread: true
        case .load, .store, .accumulate, .columnIndex, .rowIndex, .reduceSum, .reduceMaximum,
            .dropout:
            false
        }
    }
}

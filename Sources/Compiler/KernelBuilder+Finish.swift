import Tensors

extension KernelBuilder {
    /// The kernel, with axes merged where every operand allows it, values in registers, and tiles
    /// that fit the first-level cache.
    func finish() -> FusedKernel {
        let layout = MergedAxes(self)
        let ordered = prologueFirst(layout.instructions(instructions))
        var registers = RegisterAllocation(prologueCount: ordered.prologueCount)
        let assigned = registers.assign(ordered.instructions)
        let (tileRows, block) = tile(layout, registers)
        return FusedKernel(
            rowSizes: layout.rowSizes, columns: layout.columns, tileRows: tileRows,
            columnBlock: block, wideRegisters: registers.counts[.wide, default: 0],
            narrowRegisters: registers.counts[.narrow, default: 0],
            operands: operands.indices.map { layout.operand($0, of: operands[$0]) },
            instructions: assigned, prologueCount: ordered.prologueCount, constants: constants,
            dropouts: dropouts, causalBlock: nil, accumulated: accumulated)
    }

    /// Instructions whose wide results do not depend on the row come first and run once.
    private func prologueFirst(
        _ instructions: [Instruction]
    ) -> (instructions: [Instruction], prologueCount: Int) {
        var invariant: Set<Value> = []
        var prologue: [Instruction] = []
        var body: [Instruction] = []
        for instruction in instructions {
            guard let result = instruction.result, result.kind == .wide,
                instruction.values.allSatisfy({ $0.kind == .scalar || invariant.contains($0) }),
                isInvariant(instruction)
            else {
                body.append(instruction)
                continue
            }
            invariant.insert(result)
            prologue.append(instruction)
        }
        return (prologue + FusedKernel.grouped(body), prologue.count)
    }

    private func isInvariant(_ instruction: Instruction) -> Bool {
        switch instruction.opcode {
        case .load: operands[instruction.argument].strides.dropLast().allSatisfy { $0 == 0 }
        case .columnIndex, .spread, .unary, .binary, .select, .multiplyAdd: true
        case .store, .accumulate, .rowIndex, .reduceSum, .reduceMaximum, .dropout: false
        }
    }

    /// Floats that a kernel's wide registers may take together, for the first-level cache.
    private static let cacheFloats = 6144
    /// Floats of one register that make the cost of an instruction's start small.
    private static let tileFloats = 1024

    private func tile(
        _ layout: MergedAxes, _ registers: RegisterAllocation
    ) -> (rows: Int, block: Int) {
        let wide = max(registers.counts[.wide, default: 0], 1)
        let target = min(Self.tileFloats, max(Self.cacheFloats / wide, 128))
        let reduces = instructions.contains {
            $0.opcode == .reduceSum || $0.opcode == .reduceMaximum
        }
        let block = reduces ? layout.columns : min(layout.columns, max(target, 16))
        let rows = layout.rowSizes.reduce(1, *)
        return (min(max(target / block, 1), rows), block)
    }
}

/// Registers for values: a register is free again after its value's last use. Values of the
/// prologue keep theirs, and so do loads, which may stand for memory itself.
struct RegisterAllocation {
    typealias Value = FusedKernel.Value

    let prologueCount: Int
    private(set) var counts: [FusedKernel.Kind: Int] = [:]

    init(prologueCount: Int) { self.prologueCount = prologueCount }

    mutating func assign(_ instructions: [FusedKernel.Instruction]) -> [FusedKernel.Instruction] {
        var lastUse: [Value: Int] = [:]
        for (index, instruction) in instructions.enumerated() {
            for value in instruction.values { lastUse[value] = index }
        }
        var free: [FusedKernel.Kind: [Int]] = [:]
        var places: [Value: Value] = [:]
        var kept: Set<Value> = []
        return instructions.enumerated().map { index, instruction in
            var assigned = instruction
            assigned.values = instruction.values.map { places[$0] ?? $0 }
            if let result = instruction.result {
                let isLoad = instruction.opcode == .load
                if index < prologueCount || isLoad { kept.insert(result) }
                let register =
                    isLoad || index < prologueCount ? nil : free[result.kind]?.popLast()
                let place = Value(
                    kind: result.kind, index: register ?? counts[result.kind, default: 0])
                if register == nil { counts[result.kind, default: 0] += 1 }
                places[result] = place
                assigned.result = place
            }
            // Freed after the result has its place, so that no instruction writes over what it
            // reads.
            for value in instruction.values
            where value.kind != .scalar && lastUse[value] == index && !kept.contains(value) {
                free[value.kind, default: []].append(places[value]!.index)
                lastUse[value] = nil
            }
            return assigned
        }
    }
}

import Tensors

/// A kernel's axes after neighbours that lie one after another in every operand became one.
struct MergedAxes {
    private(set) var rowSizes: [Int]
    private(set) var columns: Int
    /// Strides of each operand: rows, then the columns.
    private var strides: [[Int]]
    /// Where each row axis went.
    private var places: [Int]

    init(_ builder: KernelBuilder) {
        let sizes = builder.axes.sizes
        var fixed: Set<Int> = []
        for instruction in builder.instructions where instruction.opcode == .rowIndex {
            fixed.insert(instruction.argument)
        }
        strides = builder.operands.map(\.strides)
        var groups: [[Int]] = []
        for axis in sizes.indices.dropLast() {
            if let last = groups.last?.last, !fixed.contains(last), !fixed.contains(axis),
                Self.adjoin(last, axis, sizes, strides)
            {
                groups[groups.count - 1].append(axis)
            } else {
                groups.append([axis])
            }
        }
        let isWideOnly = builder.instructions.allSatisfy { instruction in
            instruction.opcode != .columnIndex && instruction.result?.kind != .narrow
                && instruction.values.allSatisfy { $0.kind != .narrow }
        }
        columns = sizes.last ?? 1
        rowSizes = groups.map { group in group.reduce(1) { $0 * sizes[$1] } }
        places = Array(repeating: 0, count: max(sizes.count - 1, 0))
        for (place, group) in groups.enumerated() { for axis in group { places[axis] = place } }
        let lasts = groups.map { $0[$0.count - 1] }
        let mergesColumns =
            isWideOnly && !lasts.isEmpty
            && Self.adjoin(lasts[lasts.count - 1], sizes.count - 1, sizes, strides)
        strides = strides.map { all in lasts.map { all[$0] } + [all.last ?? 0] }
        if mergesColumns {
            columns *= rowSizes.removeLast()
            for index in strides.indices { strides[index].remove(at: strides[index].count - 2) }
        }
    }

    func operand(_ index: Int, of operand: KernelBuilder.Operand) -> FusedKernel.MemoryOperand {
        FusedKernel.MemoryOperand(
            storage: operand.view.storage, offset: operand.view.offset,
            rowStrides: Array(strides[index].dropLast()), columnStride: strides[index].last ?? 0,
            extent: operand.view.shape.count)
    }

    /// The instructions with row indices along the merged axes.
    func instructions(
        _ instructions: [FusedKernel.Instruction]
    ) -> [FusedKernel.Instruction] {
        instructions.map { instruction in
            var instruction = instruction
            if instruction.opcode == .rowIndex {
                instruction.argument = places[instruction.argument]
            }
            return instruction
        }
    }

    private static func adjoin(
        _ outer: Int, _ inner: Int, _ sizes: [Int], _ strides: [[Int]]
    ) -> Bool {
        strides.allSatisfy { $0[outer] == $0[inner] * sizes[inner] }
    }
}

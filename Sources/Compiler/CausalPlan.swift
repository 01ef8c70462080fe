import Tensors

/// Which steps may leave out what causal attention hides.
///
/// Attention's square matrices hold nothing above their diagonal: scores there are masked, and
/// weights and gradients are zeros. Rows are taken in blocks, and no step computes a column past
/// the last row of its block. Whether that is so is not asked of the model but found in the steps
/// themselves: `HiddenRegisters` follows what each register holds above the diagonal.
struct CausalPlan {
    /// The steps with what they may leave out.
    private(set) var steps: [Step]

    /// Rows of a block: enough to keep a product fast.
    private static func block(size: Int) -> Int { size < 256 ? 32 : 64 }
    /// Squares below this size have too little to leave out.
    private static let smallest = 64

    /// - Parameter outputs: The storages that are read from outside.
    init(_ steps: [Step], storages: [Storage], outputs: Set<Int>) {
        self.steps = steps
        let hidden = HiddenValues(steps, storages)
        guard !hidden.zeros.isEmpty else { return }
        var limited = hidden.limitable
        // A square that a limited step writes is whole only up to its blocks, so that nobody may
        // read more of it; a step whose square is read so is not limited, and then itself reads
        // whole squares.
        var changed = true
        while changed {
            var whole = outputs
            var blocks: Set<Square> = []
            for index in steps.indices {
                let reads = hidden.reads(index, isLimited: limited.contains(index))
                whole.formUnion(reads.whole)
                blocks.formUnion(reads.blocks)
            }
            let sizes = Dictionary(grouping: blocks, by: \.storage)
            let kept = limited.filter { index in
                hidden.writes(index).allSatisfy { square in
                    !whole.contains(square.storage) && hidden.hasOneWriter(square)
                        && (sizes[square.storage] ?? []).allSatisfy { $0 == square }
                }
            }
            changed = kept != limited
            limited = kept
        }
        for index in steps.indices {
            limit(index, isLimited: limited.contains(index), hidden)
        }
    }

    private mutating func limit(_ index: Int, isLimited: Bool, _ hidden: HiddenValues) {
        switch steps[index] {
        case .fused(var kernel) where isLimited:
            kernel.causalBlock = Self.block(size: kernel.columns)
            steps[index] = .fused(kernel)
        case .matmul(var product):
            if isLimited {
                product.causality = .output(block: Self.block(size: product.m))
            } else if hidden.leavesOut(index) {
                let block = Self.block(size: product.m)
                product.causality =
                    product.a.columnStride == 1
                    ? .left(block: block) : .leftTransposed(block: block)
            }
            steps[index] = .matmul(product)
        default: break
        }
    }

    /// Whether a square of this size is worth the trouble.
    static func isWorthwhile(_ size: Int) -> Bool { size >= smallest }
}

extension Step {
    /// The storages that this step reads.
    var readStorages: [Int] {
        switch self {
        case .fused(let kernel):
            kernel.instructions.filter { $0.opcode == .load }
                .map { kernel.operands[$0.argument].storage }
        case .matmul(let step): [step.a.storage, step.b.storage]
        case .gather(_, let table, let indices): [table.storage, indices.storage]
        case .scatterAdd(_, let values, let indices): [values.storage, indices.storage]
        case .cumulativeSum(_, let values, _, _): [values.storage]
        }
    }

    /// The storages that this step writes.
    var writtenStorages: [Int] {
        switch self {
        case .fused(let kernel):
            kernel.instructions.filter { $0.opcode == .store || $0.opcode == .accumulate }
                .map { kernel.operands[$0.argument].storage }
        case .matmul(let step): [step.c.storage]
        case .gather(let out, _, _), .scatterAdd(let out, _, _), .cumulativeSum(let out, _, _, _):
            [out.storage]
        }
    }
}

import Tensors

/// What is known of square matrices above their diagonal, where a query would see later keys.
struct HiddenValues {
    /// The storages whose squares are zero above the diagonal.
    private(set) var zeros: Set<Int> = []
    /// The steps that could leave out what lies above the diagonal, if nobody reads it from them.
    private(set) var limitable: Set<Int> = []
    private let steps: [Step]
    private let storages: [Storage]
    private let writers: [Int: Int]

    init(_ steps: [Step], _ storages: [Storage]) {
        self.steps = steps
        self.storages = storages
        writers = Dictionary(
            steps.flatMap { step in Set(step.writtenStorages).map { ($0, 1) } },
            uniquingKeysWith: +)
        for (index, step) in steps.enumerated() {
            switch step {
            case .fused(let kernel):
                guard let states = HiddenRegisters(kernel, storages, zeros: zeros) else { break }
                zeros.formUnion(states.zeros.filter { writers[$0] == 1 })
                if states.isLimitable { limitable.insert(index) }
            case .matmul(let product):
                if isSquare(product.c, product.m, product.n, product), !leavesOut(index) {
                    limitable.insert(index)
                }
            case .gather, .scatterAdd, .cumulativeSum: break
            }
        }
    }

    /// The squares that a limitable step writes.
    func writes(_ index: Int) -> Set<Int> {
        switch steps[index] {
        case .fused(let kernel):
            Set(
                kernel.operands.filter { kernel.isSquare($0, storages) }.map(\.storage)
            ).intersection(steps[index].writtenStorages)
        default: Set(steps[index].writtenStorages)
        }
    }

    /// Of the storages that a step reads, those of which it reads everything.
    func readWhole(_ index: Int, _ reads: Set<Int>, isLimited: Bool) -> Set<Int> {
        switch steps[index] {
        case .fused: isLimited ? [] : reads
        case .matmul(let product): leavesOut(index) ? [product.b.storage] : reads
        case .gather, .scatterAdd, .cumulativeSum: reads
        }
    }

    func hasOneWriter(_ squares: Set<Int>) -> Bool { squares.allSatisfy { writers[$0] == 1 } }

    /// Whether a product's left factor is known to be zero above the diagonal, so that it need not
    /// be read there.
    func leavesOut(_ index: Int) -> Bool {
        guard case .matmul(let product) = steps[index], zeros.contains(product.a.storage),
            product.c.columnStride == 1
        else { return false }
        var left = product.a
        if left.columnStride != 1 { swap(&left.rowStride, &left.columnStride) }
        return isSquare(left, product.m, product.k, product)
    }

    /// Whether an operand is a whole storage of squares, one after another.
    private func isSquare(
        _ operand: MatmulStep.Operand, _ rows: Int, _ columns: Int, _ product: MatmulStep
    ) -> Bool {
        guard rows == columns, CausalPlan.isWorthwhile(rows), operand.offset == 0,
            operand.columnStride == 1, operand.rowStride == columns
        else { return false }
        var stride = rows * columns
        for (size, actual) in zip(product.batch, operand.batchStrides).reversed() {
            guard actual == stride else { return false }
            stride *= size
        }
        return storages[operand.storage].count == stride
    }
}

extension FusedKernel {
    /// Whether an operand is a whole storage of squares, one after another, of which each of the
    /// kernel's rows is a row.
    func isSquare(_ operand: MemoryOperand, _ storages: [Storage]) -> Bool {
        guard operand.offset == 0, operand.columnStride == 1,
            rowSizes.reduce(1, *) % columns == 0,
            storages[operand.storage].count == rowSizes.reduce(columns, *)
        else { return false }
        var stride = columns
        for (size, actual) in zip(rowSizes, operand.rowStrides).reversed() {
            guard size == 1 || actual == stride else { return false }
            stride *= size
        }
        return true
    }
}

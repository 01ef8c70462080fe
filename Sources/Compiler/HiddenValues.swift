import Tensors

/// What is known of square matrices above their diagonal, where a query would see later keys.
struct HiddenValues {
    /// The storages whose squares are zero above the diagonal, and the squares' size. The same
    /// memory may be read with another shape, of which nothing is known.
    private(set) var zeros: [Int: Int] = [:]
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
                for storage in states.zeros where writers[storage] == 1 {
                    zeros[storage] = kernel.columns
                }
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
    func writes(_ index: Int) -> Set<Square> {
        switch steps[index] {
        case .fused(let kernel):
            Set(kernel.squares(.store, storages))
        case .matmul(let product): [Square(storage: product.c.storage, size: product.m)]
        case .gather, .scatterAdd, .cumulativeSum: []
        }
    }

    /// What a step reads: squares of which it reads no more than the blocks on and below the
    /// diagonal, and storages of which it may read everything.
    func reads(_ index: Int, isLimited: Bool) -> (blocks: Set<Square>, whole: Set<Int>) {
        switch steps[index] {
        case .fused(let kernel):
            guard isLimited else { return ([], Set(steps[index].readStorages)) }
            return (
                Set(kernel.squares(.load, storages)),
                Set(kernel.loads.filter { !kernel.isSquare($0, storages) }.map(\.storage))
            )
        case .matmul(let product):
            guard leavesOut(index) else { return ([], [product.a.storage, product.b.storage]) }
            return (
                [Square(storage: product.a.storage, size: product.m)], [product.b.storage]
            )
        case .gather, .scatterAdd, .cumulativeSum: return ([], Set(steps[index].readStorages))
        }
    }

    func hasOneWriter(_ square: Square) -> Bool { writers[square.storage] == 1 }

    /// Whether a product's left factor is known to be zero above the diagonal, so that it need not
    /// be read there.
    func leavesOut(_ index: Int) -> Bool {
        guard case .matmul(let product) = steps[index], product.m == product.k,
            zeros[product.a.storage] == product.m, product.c.columnStride == 1
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

/// A storage as square matrices of a size, one after another.
struct Square: Hashable {
    var storage: Int
    var size: Int
}

extension FusedKernel {
    /// The operands that are loaded.
    var loads: [MemoryOperand] {
        instructions.filter { $0.opcode == .load }.map { operands[$0.argument] }
    }

    /// The squares that are loaded or stored.
    func squares(_ opcode: Opcode, _ storages: [Storage]) -> [Square] {
        instructions.filter { $0.opcode == opcode }.map { operands[$0.argument] }
            .filter { isSquare($0, storages) }
            .map { Square(storage: $0.storage, size: columns) }
    }

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

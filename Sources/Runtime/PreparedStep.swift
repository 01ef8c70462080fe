import CKernels
import Compiler
import Tensors

/// A step with its addresses resolved.
enum PreparedStep {
    case fused(PreparedKernel)
    case matmul([PreparedMatmul])
    case gather(out: Address, table: Address, indices: Address, count: Int, rows: Int, width: Int)
    case scatterAdd(
        out: Address, values: Address, indices: Address, count: Int, rows: Int, width: Int)
    case cumulativeSum(
        out: Address, values: Address, outer: Int, length: Int, inner: Int, reversed: Bool)

    typealias Address = UnsafeMutablePointer<Float>

    init(_ step: Step, _ memory: ProgramMemory) {
        switch step {
        case .fused(let kernel): self = .fused(PreparedKernel(kernel, memory))
        case .matmul(let step): self = .matmul(step.parts.map { PreparedMatmul($0, memory) })
        case .gather(let out, let table, let indices):
            self = .gather(
                out: memory.address(of: out), table: memory.address(of: table),
                indices: memory.address(of: indices), count: indices.shape.count,
                rows: table.shape[0], width: table.shape[1])
        case .scatterAdd(let out, let values, let indices):
            self = .scatterAdd(
                out: memory.address(of: out), values: memory.address(of: values),
                indices: memory.address(of: indices), count: indices.shape.count,
                rows: out.shape[0], width: out.shape[1])
        case .cumulativeSum(let out, let values, let axis, let reversed):
            let sizes = values.shape.dimensions
            self = .cumulativeSum(
                out: memory.address(of: out), values: memory.address(of: values),
                outer: sizes[..<axis].reduce(1, *), length: sizes[axis],
                inner: sizes[(axis + 1)...].reduce(1, *), reversed: reversed)
        }
    }

    /// Bytes of scratch memory that a run takes.
    var scratchBytes: Int {
        switch self {
        case .fused(let kernel): kernel.scratchBytes
        case .matmul(let products): products.map(\.scratchBytes).max() ?? 0
        case .gather, .scatterAdd, .cumulativeSum: 0
        }
    }

    func run(_ memory: ProgramMemory, seed: UInt64, step: UInt64) {
        switch self {
        case .fused(let kernel): kernel.run(memory, seed: seed, step: step)
        case .matmul(let products): for product in products { product.run(memory) }
        case .gather(let out, let table, let indices, let count, let rows, let width):
            let failure = varia_gather(
                out, table, indices, Int64(count), Int64(rows), Int64(width))
            Self.check(failure, indices, rows)
        case .scatterAdd(let out, let values, let indices, let count, let rows, let width):
            let failure = varia_scatter_add(
                out, values, indices, Int64(count), Int64(rows), Int64(width))
            Self.check(failure, indices, rows)
        case .cumulativeSum(let out, let values, let outer, let length, let inner, let reversed):
            varia_cumulative_sum(
                out, values, Int64(outer), Int64(length), Int64(inner), reversed)
        }
    }

    /// Token indices are checked where they enter; a bad one here is a mistake in Varia itself.
    private static func check(_ failure: Int64, _ indices: Address, _ rows: Int) {
        precondition(
            failure < 0, "index \(indices[Int(failure)]) does not name one of \(rows) rows")
    }
}

import CKernels
import Compiler
import Tensors

/// A step with its addresses resolved, and cut into parts that threads may do in any order.
enum PreparedStep {
    case fused(PreparedKernel)
    case matmul([PreparedMatmul])
    case gather(
        out: Address, table: Address, indices: Address, parts: [Range<Int>], rows: Int, width: Int)
    case scatterAdd(
        out: Address, values: Address, indices: Address, count: Int, rows: Int, width: Int)
    case cumulativeSum(
        out: Address, values: Address, outer: Int, length: Int, inner: Int, reversed: Bool)

    typealias Address = UnsafeMutablePointer<Float>

    init(_ step: Step, _ memory: ProgramMemory, _ division: Division) {
        switch step {
        case .fused(let kernel): self = .fused(PreparedKernel(kernel, memory, division))
        case .matmul(let step):
            self = .matmul(
                step.parts.flatMap { PreparedMatmul.pieces(of: $0, memory, division) })
        case .gather(let out, let table, let indices):
            let (count, width) = (indices.shape.count, table.shape[1])
            let parts =
                division.isShared ? count * width / division.least(Self.leastFloats) : 1
            self = .gather(
                out: memory.address(of: out), table: memory.address(of: table),
                indices: memory.address(of: indices),
                parts: Division.ranges(of: count, by: 1, count: parts),
                rows: table.shape[0], width: width)
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

    /// Floats of a gather's part, which take some 20 microseconds to copy.
    private static let leastFloats = 1 << 16

    /// How many parts it has.
    var parts: Int {
        switch self {
        case .fused(let kernel): kernel.parts.count
        case .matmul(let products): products.count
        case .gather(_, _, _, let parts, _, _): parts.count
        case .scatterAdd, .cumulativeSum: 1
        }
    }

    /// Bytes of scratch memory that a thread's run of a part takes.
    var scratchBytes: Int {
        switch self {
        case .fused(let kernel): kernel.scratchBytes
        case .matmul(let products): products.map(\.scratchBytes).max() ?? 0
        case .gather, .scatterAdd, .cumulativeSum: 0
        }
    }

    /// Does what must be done before any part runs.
    func prepare(seed: UInt64) {
        if case .fused(let kernel) = self { kernel.prepare(seed: seed) }
    }

    func run(part: Int, scratch: UnsafeMutableRawPointer, step: UInt64) {
        switch self {
        case .fused(let kernel): kernel.run(part: part, scratch: scratch, step: step)
        case .matmul(let products): products[part].run(scratch: scratch)
        case .gather(let out, let table, let indices, let parts, let rows, let width):
            let (start, indices) = (parts[part].lowerBound, indices + parts[part].lowerBound)
            let failure = varia_gather(
                out + start * width, table, indices, Int64(parts[part].count), Int64(rows),
                Int64(width))
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

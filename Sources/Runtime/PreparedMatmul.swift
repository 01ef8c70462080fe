import CKernels
import COneDNN
import Compiler

/// oneDNN as a whole.
enum MatrixLibrary {
    /// A trial computes on one thread; the library would take every core.
    static func useOneThread() { varia_dnn_set_threads(1) }
}

/// A matrix product with its addresses resolved and the library's routine chosen.
struct PreparedMatmul {
    private let step: MatmulStep
    private let a: UnsafeMutablePointer<Float>
    private let b: UnsafeMutablePointer<Float>
    private let c: UnsafeMutablePointer<Float>
    private let isSmall: Bool
    /// The offsets of each matrix of the batch, by operand; the small product's innermost batch
    /// axis is left to the kernel.
    private let offsets: [(a: Int, b: Int, c: Int)]

    /// Up to this many multiplications, a library call costs more than it saves.
    private static let smallProduct = 64 * 64 * 64

    init(_ source: MatmulStep, _ memory: ProgramMemory) {
        // Where only columns of the result are apart, the transposed product is computed:
        // C' = B' A'.
        step = source.c.columnStride == 1 || source.n == 1 ? source : source.flipped
        a = memory.address(step.a.storage, offset: step.a.offset)
        b = memory.address(step.b.storage, offset: step.b.offset)
        c = memory.address(step.c.storage, offset: step.c.offset)
        isSmall = !step.batch.isEmpty && step.m * step.n * step.k <= Self.smallProduct
        offsets = step.batchOffsets(isSmall ? step.batch.count - 1 : step.batch.count)
    }

    func run() {
        for offset in offsets {
            if isSmall {
                runSmall(a + offset.a, b + offset.b, c + offset.c)
            } else {
                runLibrary(a + offset.a, b + offset.b, c + offset.c)
            }
        }
    }

    private func runSmall(
        _ a: UnsafeMutablePointer<Float>, _ b: UnsafeMutablePointer<Float>,
        _ c: UnsafeMutablePointer<Float>
    ) {
        varia_small_matmul(
            c, a, b, Int64(step.batch[step.batch.count - 1]), Int64(step.m), Int64(step.n),
            Int64(step.k),
            Int64(step.a.batchStrides[step.batch.count - 1]), Int64(step.a.rowStride),
            Int64(step.a.columnStride),
            Int64(step.b.batchStrides[step.batch.count - 1]), Int64(step.b.rowStride),
            Int64(step.b.columnStride),
            Int64(step.c.batchStrides[step.batch.count - 1]), Int64(step.c.rowStride))
    }

    private func runLibrary(
        _ a: UnsafeMutablePointer<Float>, _ b: UnsafeMutablePointer<Float>,
        _ c: UnsafeMutablePointer<Float>
    ) {
        let left = step.a.layout(rows: step.m, columns: step.k)
        let right = step.b.layout(rows: step.k, columns: step.n)
        let status = varia_dnn_sgemm(
            left.isTransposed, right.isTransposed, Int64(step.m), Int64(step.n), Int64(step.k),
            1, a, Int64(left.leading), b, Int64(right.leading), 0, c,
            Int64(max(step.c.rowStride, step.n)))
        precondition(status == 0, "oneDNN refused a matrix product of \(step)")
    }
}

extension MatmulStep {
    /// The same product, transposed.
    var flipped: MatmulStep {
        func turned(_ operand: Operand) -> Operand {
            var operand = operand
            swap(&operand.rowStride, &operand.columnStride)
            return operand
        }
        var result = self
        (result.m, result.n) = (n, m)
        (result.a, result.b, result.c) = (turned(b), turned(a), turned(c))
        return result
    }

    /// The offsets of every index of the first batch axes, row-major.
    func batchOffsets(_ axes: Int) -> [(a: Int, b: Int, c: Int)] {
        var result = [(a: 0, b: 0, c: 0)]
        for axis in 0..<axes {
            result = result.flatMap { base in
                (0..<batch[axis]).map { index in
                    (
                        base.a + index * a.batchStrides[axis],
                        base.b + index * b.batchStrides[axis],
                        base.c + index * c.batchStrides[axis]
                    )
                }
            }
        }
        return result
    }
}

extension MatmulStep.Operand {
    /// How the library sees a matrix: its rows `leading` apart, or its transpose's.
    func layout(rows: Int, columns: Int) -> (isTransposed: Bool, leading: Int) {
        if columnStride == 1 || columns == 1, rows == 1 || rowStride >= columns {
            return (false, rows == 1 ? columns : rowStride)
        }
        precondition(
            (rowStride == 1 || rows == 1) && (columns == 1 || columnStride >= rows),
            "a matrix of \(rows) x \(columns) has strides \(rowStride) and \(columnStride)")
        return (true, columns == 1 ? rows : columnStride)
    }
}

import CKernels
import COneDNN
import Compiler

/// A matrix product with its addresses resolved and the routine chosen.
struct PreparedMatmul {
    private enum Routine {
        case float32(FloatMatmul)
        case bfloat16(BFloat16Matmul)

        var scratchBytes: Int {
            switch self {
            case .float32(let product): product.scratchBytes
            case .bfloat16(let product): product.scratchBytes
            }
        }
    }

    private let routine: Routine
    private let a: UnsafeMutableRawPointer
    private let b: UnsafeMutableRawPointer
    private let c: UnsafeMutablePointer<Float>

    /// A product as pieces for threads to make.
    static func pieces(
        of source: MatmulStep, _ memory: ProgramMemory, _ division: Division
    ) -> [PreparedMatmul] {
        routines(source, memory.element(of: source.a.storage), division).map {
            PreparedMatmul($0.routine, $0.step, memory)
        }
    }

    private init(_ routine: Routine, _ step: MatmulStep, _ memory: ProgramMemory) {
        self.routine = routine
        a = memory.rawAddress(step.a.storage, offset: step.a.offset)
        b = memory.rawAddress(step.b.storage, offset: step.b.offset)
        c = memory.address(step.c.storage, offset: step.c.offset)
    }

    private static func routines(
        _ source: MatmulStep, _ element: Storage.Element, _ division: Division
    ) -> [(routine: Routine, step: MatmulStep)] {
        let step = source.withRowsInOrder
        switch element {
        case .float32:
            return FloatMatmul.pieces(of: step, division).map { (.float32($0), $1) }
        case .bfloat16:
            return BFloat16Matmul.pieces(of: step, division).map { (.bfloat16($0), $1) }
        }
    }

    /// Bytes of scratch memory that a thread's run takes.
    var scratchBytes: Int { routine.scratchBytes }

    /// At most so many bytes take the pieces of a product whose factors are of this type.
    static func scratchBytes(
        of step: MatmulStep, _ element: Storage.Element, _ division: Division
    ) -> Int {
        guard element == .bfloat16 else { return varia_product_scratch() }
        return step.parts.flatMap { routines($0, element, division) }
            .reduce(0) { max($0, $1.routine.scratchBytes) }
    }

    func run(scratch: UnsafeMutableRawPointer) {
        switch routine {
        case .float32(let product):
            product.run(
                a.assumingMemoryBound(to: Float.self), b.assumingMemoryBound(to: Float.self), c,
                scratch)
        case .bfloat16(let product): product.run(a, b, c, scratch)
        }
    }
}

/// A matrix product of floats with the routine chosen. Addresses are those of the operands' first
/// elements, whatever their offsets, and the rows of the result are contiguous.
struct FloatMatmul {
    private let step: MatmulStep
    private let usesLibrary: Bool
    private var product = varia_product()
    /// The offsets of each matrix of the batch, by operand; the innermost batch axis is left to our
    /// own product.
    private let offsets: [(a: Int, b: Int, c: Int)]

    /// A product as pieces for threads to make.
    static func pieces(
        of step: MatmulStep, _ division: Division
    ) -> [(product: FloatMatmul, step: MatmulStep)] {
        let usesLibrary = suitsLibrary(step)
        return step.pieces(division, usesLibrary: usesLibrary)
            .map { (FloatMatmul($0, usesLibrary: usesLibrary), $0) }
    }

    init(_ step: MatmulStep, usesLibrary: Bool? = nil) {
        self.step = step
        self.usesLibrary = usesLibrary ?? Self.suitsLibrary(step)
        let usesLibrary = self.usesLibrary
        offsets = step.batchOffsets(usesLibrary ? step.batch.count : max(step.batch.count - 1, 0))
        product.m = Int64(step.m)
        product.n = Int64(step.n)
        product.k = Int64(step.k)
        product.a_row = Int64(step.a.rowStride)
        product.a_column = Int64(step.a.columnStride)
        product.b_row = Int64(step.b.rowStride)
        product.b_column = Int64(step.b.columnStride)
        product.c_row = Int64(step.c.rowStride)
        product.batch = Int64(step.batch.last ?? 1)
        product.a_batch = Int64(step.a.batchStrides.last ?? 0)
        product.b_batch = Int64(step.b.batchStrides.last ?? 0)
        product.c_batch = Int64(step.c.batchStrides.last ?? 0)
    }

    /// Up to this many multiplications, a library call costs more than it saves.
    private static let smallProduct = 48 * 48 * 48

    /// Rows or columns of a result for which the library is fast whatever the layout.
    private static let narrowResult = 96

    /// Whether the library is the faster of the two; the measurements are in Results/speed.
    private static func suitsLibrary(_ step: MatmulStep) -> Bool {
        if step.m * step.n * step.k <= smallProduct { return false }
        // The library's AVX2 code is slow where the left factor is transposed, as in the gradients
        // of weights, but for results of few rows or columns.
        return instructionSet == "avx512" || step.a.columnStride == 1
            || min(step.m, step.n) <= narrowResult
    }

    /// Bytes of scratch memory that a run takes.
    var scratchBytes: Int { usesLibrary ? 0 : varia_product_scratch() }

    func run(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
        _ scratch: UnsafeMutableRawPointer
    ) {
        for offset in offsets {
            if usesLibrary {
                runLibrary(a + offset.a, b + offset.b, c + offset.c)
            } else {
                withUnsafePointer(to: product) {
                    varia_product_run($0, c + offset.c, a + offset.a, b + offset.b, scratch)
                }
            }
        }
    }

    private func runLibrary(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>
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
    /// The same product with a result whose rows are contiguous. Where only its columns are, it is
    /// transposed: C' = B' A'.
    var withRowsInOrder: MatmulStep { c.columnStride == 1 || n == 1 ? self : flipped }

    /// The same product, transposed.
    private var flipped: MatmulStep {
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

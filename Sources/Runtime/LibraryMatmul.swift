import COneDNN
import Compiler

/// A whole batch of matrix products that oneDNN has prepared for its shapes and strides; the rows of
/// the results are contiguous. Not to be run by two threads at once.
final class LibraryMatmul {
    private let product: UnsafeMutablePointer<varia_dnn_matmul>

    /// Nil where the library has no fast code for it.
    init?(_ step: MatmulStep, element: Storage.Element) {
        // The library divides the work among threads when it prepares it.
        MatrixLibrary.useOneThread()
        func dims(_ rows: Int, _ columns: Int) -> [Int64] {
            (step.batch + [rows, columns]).map { Int64($0) }
        }
        func strides(_ operand: MatmulStep.Operand, _ rows: Int, _ columns: Int) -> [Int64] {
            // A stride over one row or column is never taken, but the library looks at it: one of
            // the two must be 1.
            let column = columns == 1 ? 1 : operand.columnStride
            let alone = column == 1 ? max(operand.rowStride, columns) : 1
            let row = rows == 1 ? alone : operand.rowStride
            return (operand.batchStrides + [row, column]).map { Int64($0) }
        }
        let made = varia_dnn_matmul_create(
            Int32(step.batch.count + 2),
            element == .bfloat16 ? VARIA_DNN_BFLOAT16 : VARIA_DNN_FLOAT32,
            dims(step.m, step.k), strides(step.a, step.m, step.k), dims(step.k, step.n),
            strides(step.b, step.k, step.n), dims(step.m, step.n), strides(step.c, step.m, step.n),
            false)
        guard let made else { return nil }
        product = made
        guard !implementation.hasPrefix("ref") else { return nil }
    }

    deinit { varia_dnn_matmul_destroy(product) }

    /// The library's name for the code that it has chosen.
    var implementation: String { String(cString: varia_dnn_matmul_implementation(product)) }

    /// Bytes of scratch memory that a run takes.
    var scratchBytes: Int { varia_dnn_matmul_scratchpad_bytes(product) }

    func run(
        _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ c: UnsafeMutablePointer<Float>,
        _ scratch: UnsafeMutableRawPointer
    ) {
        let status = varia_dnn_matmul_execute(product, a, b, c, scratch)
        precondition(status == 0, "oneDNN failed in a product that it had prepared")
    }
}

extension MatmulStep {
    /// The product of two dense squares.
    static func square(_ size: Int) -> MatmulStep {
        func operand(_ storage: Int) -> Operand {
            Operand(
                storage: storage, offset: 0, batchStrides: [], rowStride: size, columnStride: 1)
        }
        return MatmulStep(
            m: size, n: size, k: size, batch: [], a: operand(0), b: operand(1), c: operand(2))
    }
}

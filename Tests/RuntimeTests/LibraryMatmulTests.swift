import CKernels
import COneDNN
import Compiler
import Tensors
import Testing

@testable import Runtime

/// The library's prepared products beside our own, over all the layouts that programs have: in
/// floats, which every processor has, and in bfloat16, where this one has it.
@Suite("Prepared products of the library")
struct LibraryMatmulTests {
    struct Layout: Sendable, CustomTestStringConvertible {
        var m, n, k: Int
        var batch: [Int] = []
        var isATransposed = false
        var isBTransposed = false
        var isCTransposed = false
        /// Whether the matrices of the batch lie beside each other, as heads do.
        var areHeads = false
        var testDescription: String {
            "\(batch) of \(m) x \(n) over \(k), \(isATransposed) \(isBTransposed) \(isCTransposed)"
                + (areHeads ? ", heads" : "")
        }

        /// An operand of matrices, and how many elements it reaches over.
        func operand(
            _ storage: Int, _ rows: Int, _ columns: Int, _ isTransposed: Bool
        ) -> (MatmulStep.Operand, Int) {
            let count = batch.reduce(rows * columns, *)
            let (tall, wide) = isTransposed ? (columns, rows) : (rows, columns)
            var strides: [Int] = []
            var leading = wide
            if areHeads, let heads = batch.last {
                strides = [wide]
                leading = heads * wide
                var stride = tall * leading
                for size in batch.dropLast().reversed() {
                    strides.insert(stride, at: 0)
                    stride *= size
                }
            } else {
                var stride = rows * columns
                for size in batch.reversed() {
                    strides.insert(stride, at: 0)
                    stride *= size
                }
            }
            let operand = MatmulStep.Operand(
                storage: storage, offset: 0, batchStrides: strides,
                rowStride: isTransposed ? 1 : leading, columnStride: isTransposed ? leading : 1)
            return (operand, count)
        }
    }

    static let layouts: [Layout] = {
        var result: [Layout] = []
        for transposed in 0..<8 {
            for (index, batch) in [[], [3], [2, 3], [2, 3]].enumerated() {
                for (m, n, k) in [(64, 64, 32), (33, 17, 65), (1, 20, 9), (12, 1, 30), (5, 7, 1)] {
                    result.append(
                        Layout(
                            m: m, n: n, k: k, batch: batch, isATransposed: transposed & 1 != 0,
                            isBTransposed: transposed & 2 != 0, isCTransposed: transposed & 4 != 0,
                            areHeads: index == 3))
                }
            }
        }
        return result
    }()

    private func numbers(_ count: Int, _ seed: UInt64) -> [Float] {
        let random = RandomStream(seed: seed, purpose: .test)
        return (0..<count).map {
            Float(Unary.bfloat16(random.uniform(at: UInt64($0)) - 0.5))
        }
    }

    @Test("They give our own product's sums", arguments: layouts)
    func agrees(layout: Layout) throws {
        let (a, aCount) = layout.operand(0, layout.m, layout.k, layout.isATransposed)
        let (b, bCount) = layout.operand(1, layout.k, layout.n, layout.isBTransposed)
        let (c, cCount) = layout.operand(2, layout.m, layout.n, layout.isCTransposed)
        let source = MatmulStep(
            m: layout.m, n: layout.n, k: layout.k, batch: layout.batch, a: a, b: b, c: c)
        let step = source.withRowsInOrder
        var (left, right) = (numbers(aCount, 1), numbers(bCount, 2))
        if step.a.storage != a.storage { swap(&left, &right) }
        func run(
            _ bytes: Int, _ body: (UnsafeMutablePointer<Float>, UnsafeMutableRawPointer) -> Void
        )
            -> [Float]
        {
            let scratch = UnsafeMutableRawPointer.allocate(
                byteCount: max(bytes, 64), alignment: 64)
            defer { scratch.deallocate() }
            var result = [Float](repeating: .nan, count: cCount)
            result.withUnsafeMutableBufferPointer { body($0.baseAddress!, scratch) }
            return result
        }
        let own = FloatMatmul(step)
        let expected = run(own.scratchBytes) { own.run(left, right, $0, $1) }
        let floats = try #require(LibraryMatmul(step, element: .float32))
        let found = run(floats.scratchBytes) { floats.run(left, right, $0, $1) }
        #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-5 })
        guard Precision.bfloat16.record == "bf16" else { return }
        func halves(_ values: [Float]) -> [UInt16] {
            values.map { UInt16($0.bitPattern >> 16) }
        }
        let product = BFloat16Matmul(step)
        let rounded = run(product.scratchBytes) { target, scratch in
            var (a, b) = (halves(left), halves(right))
            product.run(&a, &b, target, scratch)
        }
        #expect(zip(rounded, expected).allSatisfy { abs($0 - $1) < 1e-5 })
    }

    @Test("Without a processor that has bfloat16, there is none of it")
    func refused() {
        guard Precision.bfloat16.available == .float32 else { return }
        #expect(LibraryMatmul(.square(64), element: .bfloat16) == nil)
    }
}

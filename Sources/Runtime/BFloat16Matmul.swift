import CKernels
import Compiler

/// A matrix product of bfloat16 factors with the routine chosen: oneDNN's, or where that or the
/// processor has none, one of the factors widened to floats. The products of two numbers of 8
/// significant bits are exact in floats, so that both differ in the order of sums alone.
struct BFloat16Matmul {
    private enum Routine {
        case library(LibraryMatmul)
        case widened(FloatMatmul)
    }

    private let routine: Routine
    private let aCount: Int
    private let bCount: Int

    /// A product as pieces for threads to make.
    static func pieces(
        of step: MatmulStep, _ division: Division
    ) -> [(product: BFloat16Matmul, step: MatmulStep)] {
        guard suitsLibrary(step) else {
            return FloatMatmul.pieces(of: step, division).map {
                (BFloat16Matmul(.widened($0.product), $0.step), $0.step)
            }
        }
        // The same pieces for any number of threads: the library may round others otherwise.
        let shared = Division(threads: max(2, division.threads), fineness: division.fineness)
        return step.pieces(shared, usesLibrary: true).map { (BFloat16Matmul($0), $0) }
    }

    init(_ step: MatmulStep) {
        let library =
            Self.suitsLibrary(step) ? LibraryMatmul(step, element: .bfloat16) : nil
        self.init(library.map { .library($0) } ?? .widened(FloatMatmul(step)), step)
    }

    private init(_ routine: Routine, _ step: MatmulStep) {
        self.routine = routine
        aCount = step.a.extent(step.batch, step.m, step.k)
        bCount = step.b.extent(step.batch, step.k, step.n)
    }

    private static func suitsLibrary(_ step: MatmulStep) -> Bool {
        varia_bfloat16() == VARIA_BFLOAT16_NATIVE
            && step.batch.reduce(step.m * step.n * step.k, *) > smallProduct
    }

    /// Up to this many multiplications in the whole batch, a library call costs more than it saves.
    private static let smallProduct = 32 * 32 * 32

    /// Bytes of scratch memory that a run takes.
    var scratchBytes: Int {
        switch routine {
        case .library(let product): product.scratchBytes
        case .widened(let product):
            Self.aligned(product.scratchBytes) + Self.bytes(aCount) + Self.bytes(bCount)
        }
    }

    /// The addresses are those of the operands' first elements, whatever their offsets.
    func run(
        _ a: UnsafeMutableRawPointer, _ b: UnsafeMutableRawPointer,
        _ c: UnsafeMutablePointer<Float>, _ scratch: UnsafeMutableRawPointer
    ) {
        switch routine {
        case .library(let product): product.run(a, b, c, scratch)
        case .widened(let product):
            let left = scratch + Self.aligned(product.scratchBytes)
            let right = left + Self.bytes(aCount)
            product.run(Self.widen(a, aCount, left), Self.widen(b, bCount, right), c, scratch)
        }
    }

    private static func widen(
        _ factor: UnsafeMutableRawPointer, _ count: Int, _ room: UnsafeMutableRawPointer
    ) -> UnsafePointer<Float> {
        let floats = room.assumingMemoryBound(to: Float.self)
        varia_from_bfloat16(floats, factor.assumingMemoryBound(to: UInt16.self), Int64(count))
        return UnsafePointer(floats)
    }

    private static func bytes(_ floats: Int) -> Int { aligned(floats * MemoryLayout<Float>.stride) }

    private static func aligned(_ bytes: Int) -> Int { (bytes + 63) / 64 * 64 }
}

extension MatmulStep.Operand {
    /// Elements from the first to the last one that a product reads.
    fileprivate func extent(_ batch: [Int], _ rows: Int, _ columns: Int) -> Int {
        let sizes = batch + [rows, columns]
        let strides = batchStrides + [rowStride, columnStride]
        guard sizes.allSatisfy({ $0 > 0 }) else { return 0 }
        return zip(sizes, strides).reduce(1) { $0 + ($1.0 - 1) * $1.1 }
    }
}

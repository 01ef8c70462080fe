import COneDNN
package import Compiler

/// How fast one thread multiplies matrices at best.
package enum MatrixLimit {
    /// Floating-point operations a second of a product of 512 x 512 matrices: the best of some.
    ///
    /// - Parameter precision: That of the factors; where oneDNN has none, single precision.
    package static func measured(in precision: Precision) -> Double {
        MatrixLibrary.useOneThread()
        let size = 512
        // As many bytes as either type takes.
        let a = [Float](repeating: 1, count: size * size)
        let b = [Float](repeating: 1, count: size * size)
        var c = [Float](repeating: 0, count: size * size)
        let library =
            precision == .bfloat16 ? LibraryMatmul(.square(size), element: .bfloat16) : nil
        let scratch = UnsafeMutableRawPointer.allocate(
            byteCount: max(library?.scratchBytes ?? 0, 64), alignment: 64)
        defer { scratch.deallocate() }
        var best = Double.infinity
        for _ in 0..<20 {
            let start = ContinuousClock.now
            if let library {
                library.run(a, b, &c, scratch)
            } else {
                let status = varia_dnn_sgemm(
                    false, false, Int64(size), Int64(size), Int64(size), 1, a, Int64(size), b,
                    Int64(size), 0, &c, Int64(size))
                precondition(status == 0, "oneDNN refused a plain matrix product")
            }
            let time = (ContinuousClock.now - start).components
            best = min(best, Double(time.seconds) + Double(time.attoseconds) * 1e-18)
        }
        return 2 * Double(size * size * size) / best
    }
}

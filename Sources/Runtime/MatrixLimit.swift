import COneDNN

/// How fast one thread multiplies matrices at best.
package enum MatrixLimit {
    /// Floating-point operations a second of a product of 512 x 512 matrices: the best of some.
    package static func measured() -> Double {
        MatrixLibrary.useOneThread()
        let size = 512
        let a = [Float](repeating: 1, count: size * size)
        let b = [Float](repeating: 1, count: size * size)
        var c = [Float](repeating: 0, count: size * size)
        var best = Double.infinity
        for _ in 0..<20 {
            let start = ContinuousClock.now
            let status = varia_dnn_sgemm(
                false, false, Int64(size), Int64(size), Int64(size), 1, a, Int64(size), b,
                Int64(size), 0, &c, Int64(size))
            precondition(status == 0, "oneDNN refused a plain matrix product")
            let time = (ContinuousClock.now - start).components
            best = min(best, Double(time.seconds) + Double(time.attoseconds) * 1e-18)
        }
        return 2 * Double(size * size * size) / best
    }
}

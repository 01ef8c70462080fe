import Compiler

extension MatmulStep {
    /// Products that together are this one, which threads may make in any order.
    ///
    /// The library may round a product otherwise than its pieces, so that those are the same for
    /// any number of threads; our own product does not, and one thread need not cut it.
    ///
    /// - Parameter usesLibrary: Whether the library makes this product.
    func pieces(_ division: Division, usesLibrary: Bool) -> [MatmulStep] {
        guard division.isShared || usesLibrary else { return [self] }
        let work = m * n * k * batch.reduce(1, *) / division.least(Self.leastWork)
        if let axis = batch.firstIndex(where: { $0 > 1 }) {
            guard division.isShared else { return [self] }
            return Division.ranges(of: batch[axis], by: 1, count: work).map {
                var piece = self
                piece.batch[axis] = $0.count
                piece.a.offset += $0.lowerBound * a.batchStrides[axis]
                piece.b.offset += $0.lowerBound * b.batchStrides[axis]
                piece.c.offset += $0.lowerBound * c.batchStrides[axis]
                return piece
            }
        }
        let longest = max(m, n)
        let count =
            usesLibrary
            ? longest / division.least(Self.librarySide(other: min(m, n)))
            : min(max(longest / division.least(Self.side), division.threads), work)
        let pieces = Division.ranges(of: longest, by: division.least(Self.unit), count: count)
        return pieces.map { m >= n ? rows($0) : columns($0) }
    }

    /// Multiplications that take some 20 microseconds.
    private static let leastWork = 1 << 20
    /// Rows of a whole number of blocks and vectors, whatever the instruction set.
    private static let unit = 48
    /// Rows or columns of a piece for which packing the other factor anew costs little.
    private static let side = 384

    /// Measured with oneDNN 2.6 on AVX2: smaller pieces take 3% more time, and some 40%.
    private static func librarySide(other: Int) -> Int { max(512, 384 * 1024 / other) }

    private func rows(_ range: Range<Int>) -> MatmulStep {
        var piece = self
        piece.m = range.count
        piece.a.offset += range.lowerBound * a.rowStride
        piece.c.offset += range.lowerBound * c.rowStride
        return piece
    }

    private func columns(_ range: Range<Int>) -> MatmulStep {
        var piece = self
        piece.n = range.count
        piece.b.offset += range.lowerBound * b.columnStride
        piece.c.offset += range.lowerBound * c.columnStride
        return piece
    }
}

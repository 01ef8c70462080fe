import CKernels
import Tensors
import Testing

@Suite("Products of matrices")
struct KernelsProductTests {
    struct Layout: Sendable {
        var m, n, k: Int
        var transposesA = false
        var transposesB = false
    }

    static let layouts: [Layout] = [
        Layout(m: 1, n: 1, k: 1), Layout(m: 8, n: 8, k: 8), Layout(m: 64, n: 64, k: 32),
        Layout(m: 13, n: 7, k: 5), Layout(m: 65, n: 33, k: 17), Layout(m: 5, n: 40, k: 600),
        Layout(m: 64, n: 1, k: 32), Layout(m: 1, n: 50, k: 3), Layout(m: 3, n: 4, k: 0),
        Layout(m: 33, n: 19, k: 21, transposesA: true),
        Layout(m: 64, n: 64, k: 32, transposesB: true),
        Layout(m: 12, n: 31, k: 300, transposesA: true, transposesB: true),
        // More rows, depth and columns than are packed at a time.
        Layout(m: 250, n: 530, k: 400), Layout(m: 125, n: 96, k: 390, transposesA: true),
        Layout(m: 121, n: 513, k: 40, transposesB: true),
        Layout(m: 130, n: 70, k: 390, transposesA: true, transposesB: true),
    ]

    @Test("A batch of products equals the sums in Double", arguments: layouts)
    func agrees(layout: Layout) {
        let (m, n, k, batch) = (layout.m, layout.n, layout.k, 3)
        let random = RandomStream(seed: 9, purpose: .test)
        let a = (0..<(batch * m * k)).map { Float(random.uniform(at: UInt64($0)) - 0.5) }
        let b = (0..<(batch * k * n)).map { Float(random.uniform(at: UInt64($0 + 1 << 20)) - 0.5) }
        // Rows of C stand apart, and what is between them stays as it was.
        let row = n + 3
        var c = [Float](repeating: 99, count: batch * m * row)
        let (aRow, aColumn) = layout.transposesA ? (1, m) : (k, 1)
        let (bRow, bColumn) = layout.transposesB ? (1, k) : (n, 1)
        var product = varia_product(
            batch: Int64(batch), m: Int64(m), n: Int64(n), k: Int64(k), a_batch: Int64(m * k),
            a_row: Int64(aRow), a_column: Int64(aColumn), b_batch: Int64(k * n),
            b_row: Int64(bRow), b_column: Int64(bColumn), c_batch: Int64(m * row),
            c_row: Int64(row))
        let scratch = UnsafeMutableRawPointer.allocate(
            byteCount: varia_product_scratch(), alignment: 64)
        defer { scratch.deallocate() }
        varia_product_run(&product, &c, a, b, scratch)
        for t in 0..<batch {
            for i in 0..<m {
                for j in 0..<row {
                    let found = Double(c[(t * m + i) * row + j])
                    guard j < n else {
                        #expect(found == 99)
                        continue
                    }
                    var expected = 0.0
                    for l in 0..<k {
                        expected +=
                            Double(a[t * m * k + i * aRow + l * aColumn])
                            * Double(b[t * k * n + l * bRow + j * bColumn])
                    }
                    if abs(found - expected) > 1e-5 * Double(max(k, 32)) / 32 {
                        Issue.record("\(t), \(i), \(j): \(found), not \(expected)")
                        return
                    }
                }
            }
        }
    }

    @Test("Bits do not depend on how rows and columns are divided", arguments: layouts)
    func divided(layout: Layout) {
        let (m, n, k) = (layout.m, layout.n, layout.k)
        let random = RandomStream(seed: 8, purpose: .test)
        let a = (0..<(m * k)).map { Float(random.normal(at: UInt64($0))) }
        let b = (0..<(k * n)).map { Float(random.normal(at: UInt64($0 + 1 << 20))) }
        let (aRow, aColumn) = layout.transposesA ? (1, m) : (k, 1)
        let (bRow, bColumn) = layout.transposesB ? (1, k) : (n, 1)
        let scratch = UnsafeMutableRawPointer.allocate(
            byteCount: varia_product_scratch(), alignment: 64)
        defer { scratch.deallocate() }
        func bits(rows: [Int], columns: [Int]) -> [UInt32] {
            var c = [Float](repeating: .nan, count: m * n)
            for (top, bottom) in zip(rows, rows.dropFirst()) {
                for (left, right) in zip(columns, columns.dropFirst()) {
                    var product = varia_product(
                        batch: 1, m: Int64(bottom - top), n: Int64(right - left), k: Int64(k),
                        a_batch: 0, a_row: Int64(aRow), a_column: Int64(aColumn), b_batch: 0,
                        b_row: Int64(bRow), b_column: Int64(bColumn), c_batch: 0, c_row: Int64(n))
                    a.withUnsafeBufferPointer { a in
                        b.withUnsafeBufferPointer { b in
                            c.withUnsafeMutableBufferPointer { c in
                                varia_product_run(
                                    &product, c.baseAddress! + top * n + left,
                                    a.baseAddress! + top * aRow, b.baseAddress! + left * bColumn,
                                    scratch)
                            }
                        }
                    }
                }
            }
            return c.map(\.bitPattern)
        }
        let whole = bits(rows: [0, m], columns: [0, n])
        #expect(bits(rows: [0, m / 3, m / 2, m], columns: [0, n]) == whole)
        #expect(bits(rows: [0, m], columns: [0, n / 4, n / 2, n]) == whole)
        #expect(bits(rows: [0, (m + 1) / 2, m], columns: [0, (n + 1) / 3, n]) == whole)
    }
}

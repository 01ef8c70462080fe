import COneDNN
import Tensors
import Testing

@Suite("Products by oneDNN")
struct OneDNNProductTests {
    init() { varia_dnn_use_one_thread() }

    private func numbers(_ count: Int, _ seed: UInt64) -> [Float] {
        let random = RandomStream(seed: seed, purpose: .test)
        return (0..<count).map { Float(random.uniform(at: UInt64($0)) - 0.5) }
    }

    /// A product prepared, run and destroyed.
    private func multiply(
        _ a: [Float], _ aDims: [Int64], _ aStrides: [Int64], _ b: [Float], _ bDims: [Int64],
        _ bStrides: [Int64], _ c: inout [Float], _ cDims: [Int64], _ cStrides: [Int64],
        accumulate: Bool = false
    ) throws {
        let product = try #require(
            varia_dnn_matmul_create(
                Int32(aDims.count), VARIA_DNN_FLOAT32, aDims, aStrides, bDims, bStrides, cDims,
                cStrides, accumulate))
        defer { varia_dnn_matmul_destroy(product) }
        #expect(!String(cString: varia_dnn_matmul_implementation(product)).isEmpty)
        let scratchpad = UnsafeMutableRawPointer.allocate(
            byteCount: max(64, varia_dnn_matmul_scratchpad_bytes(product)), alignment: 64)
        defer { scratchpad.deallocate() }
        #expect(varia_dnn_matmul_execute(product, a, b, &c, scratchpad) == 0)
    }

    @Test("The library is one the shim is written for")
    func version() {
        #expect(varia_dnn_version() >= 2_06_00)
    }

    @Test(
        "A plain product takes either factor transposed", arguments: [false, true], [false, true])
    func sgemm(transposeA: Bool, transposeB: Bool) {
        let (m, n, k) = (13, 9, 21)
        let (a, b) = (numbers(m * k, 1), numbers(k * n, 2))
        var c = [Float](repeating: 2, count: m * n)
        let status = varia_dnn_sgemm(
            transposeA, transposeB, Int64(m), Int64(n), Int64(k), 1, a,
            Int64(transposeA ? m : k), b, Int64(transposeB ? k : n), 0.5, &c, Int64(n))
        #expect(status == 0)
        for i in 0..<m {
            for j in 0..<n {
                let expected = (0..<k).reduce(1.0) { sum, l in
                    sum + Double(a[transposeA ? l * m + i : i * k + l])
                        * Double(b[transposeB ? j * k + l : l * n + j])
                }
                #expect(abs(Double(c[i * n + j]) - expected) < 1e-5)
            }
        }
    }

    @Test("A batched product reads and writes strided heads", arguments: [false, true])
    func stridedHeads(accumulate: Bool) throws {
        // [batch, heads, time, depth] laid out as [batch, time, heads, depth].
        let (batch, heads, time, depth) = (2, 3, 7, 5)
        let width = heads * depth
        let (q, k) = (numbers(batch * time * width, 3), numbers(batch * time * width, 4))
        var scores = [Float](repeating: 3, count: batch * heads * time * time)
        let dims = [batch, heads, time, depth].map(Int64.init)
        let strides = [time * width, depth, width, 1].map(Int64.init)
        try multiply(
            q, dims, strides, k, [dims[0], dims[1], dims[3], dims[2]],
            [strides[0], strides[1], strides[3], strides[2]], &scores,
            [dims[0], dims[1], dims[2], dims[2]],
            [heads * time * time, time * time, time, 1].map(Int64.init), accumulate: accumulate)
        for b in 0..<batch {
            for h in 0..<heads {
                for i in 0..<time {
                    for j in 0..<time {
                        let expected = (0..<depth).reduce(accumulate ? 3.0 : 0.0) { sum, d in
                            sum + Double(q[(b * time + i) * width + h * depth + d])
                                * Double(k[(b * time + j) * width + h * depth + d])
                        }
                        let found = scores[((b * heads + h) * time + i) * time + j]
                        #expect(abs(Double(found) - expected) < 1e-5)
                    }
                }
            }
        }
    }

    @Test("Shapes that do not fit each other make no product")
    func impossible() {
        let product = varia_dnn_matmul_create(
            2, VARIA_DNN_FLOAT32, [3, 4], [4, 1], [5, 6], [6, 1], [3, 6], [6, 1], false)
        #expect(product == nil)
    }
}

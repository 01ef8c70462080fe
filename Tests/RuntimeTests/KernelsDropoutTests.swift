import CKernels
import Tensors
import Testing

@Suite("Dropout of the kernels")
struct KernelsDropoutTests {
    /// The output for inputs of one, over rows x columns.
    private func masks(
        rows: Int, columns: Int, tileRows: Int, columnBlock: Int, narrow: Bool,
        stream: RandomStream,
        threshold: UInt32
    ) -> [Float] {
        var program = KernelsProgram(
            rows: [rows], columns: columns, tileRows: tileRows, columnBlock: columnBlock)
        program.dropouts = [varia_dropout_site(threshold: threshold, scale: 1.25)]
        let register: KernelsProgram.Register = narrow ? .narrow(0) : .wide(0)
        let result: KernelsProgram.Register = narrow ? .narrow(1) : .wide(1)
        let places = (0...1).map { buffer in
            narrow
                ? program.operand(buffer, rows: [1], column: 0) : program.dense(buffer)
        }
        program.load(register, places[0])
        program.emit(VARIA_DROPOUT, result, register, .scalar(0))
        program.store(result, places[1])
        let ones = [Float](repeating: 1, count: narrow ? rows : rows * columns)
        var buffers = [ones, ones]
        program.run(&buffers, keys: [stream.key], step: stream.step)
        return buffers[1]
    }

    @Test(
        "An element is kept exactly where its random stream says so",
        arguments: [(1, 1000, 1000), (7, 33, 33), (50, 5, 5), (9, 100, 24), (300, 1, 1)],
        [0, 6554, 32_768, 65_536] as [UInt32])
    func agreesWithStream(size: (rows: Int, columns: Int, block: Int), threshold: UInt32) {
        let stream = RandomStream(seed: 11, purpose: .dropout, name: "site", step: 1 << 40 | 5)
        for tileRows in [1, 4, 13] {
            let found = masks(
                rows: size.rows, columns: size.columns, tileRows: tileRows,
                columnBlock: size.block, narrow: false, stream: stream, threshold: threshold)
            let expected = (0..<found.count).map { index in
                stream.keeps(at: UInt64(index), threshold: threshold) ? Float(1.25) : 0
            }
            #expect(found == expected)
        }
    }

    @Test("A value per row is dropped by the row's number")
    func narrow() {
        let stream = RandomStream(seed: 5, purpose: .dropout)
        let found = masks(
            rows: 100, columns: 6, tileRows: 8, columnBlock: 6, narrow: true, stream: stream,
            threshold: 20_000)
        let expected = (0..<100).map { row in
            stream.keeps(at: UInt64(row), threshold: 20_000) ? Float(1.25) : 0
        }
        #expect(found == expected)
    }

    @Test("A dropped element is zero, whatever it was")
    func dropsNaN() {
        var program = KernelsProgram(rows: [1], columns: 21)
        program.dropouts = [varia_dropout_site(threshold: 65_536, scale: 1)]
        let (input, output) = (program.dense(0), program.dense(1))
        program.load(.wide(0), input)
        program.emit(VARIA_DROPOUT, .wide(1), .wide(0), .scalar(0))
        program.store(.wide(1), output)
        var buffers = [[Float](repeating: .nan, count: 21), [Float](repeating: 1, count: 21)]
        program.run(&buffers, keys: [1])
        #expect(buffers[1] == [Float](repeating: 0, count: 21))
    }
}

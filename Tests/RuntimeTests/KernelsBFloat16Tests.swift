import CKernels
import Tensors
import Testing

@Suite("bfloat16 in the kernels")
struct KernelsBFloat16Tests {
    /// Every upper half of a float, with lower halves on, beside and between the ties: all zeros,
    /// infinities, NaNs, subnormal numbers, and the greatest.
    private static let floats: [Float] = (0...UInt32(UInt16.max)).flatMap { upper in
        [0, 1, 0x7FFF, 0x8000, 0x8001, 0xFFFF].map { Float(bitPattern: upper << 16 | $0) }
    }

    @Test("Rounding gives its definition's bits for every kind of float")
    func rounds() {
        let found = KernelsFunction.apply(VARIA_BFLOAT16, Self.floats)
        let wrong = zip(Self.floats, found).first { x, y in
            let expected = Float(Unary.bfloat16(Double(x)))
            return x.isNaN ? !y.isNaN : y.bitPattern != expected.bitPattern
        }
        #expect(wrong == nil)
        // A NaN must survive in two bytes.
        #expect(found.allSatisfy { $0.bitPattern & 0xFFFF == 0 })
    }

    /// Moves a tensor of [5, 3, columns] through memory of bfloat16 that lies in another order, at
    /// an odd place.
    @Test("What is stored in two bytes is loaded rounded", arguments: [1, 2, 5, 8, 16, 31, 40])
    func memory(columns: Int) {
        for isTransposed in [false, true] {
            let values = (0..<15 * columns).map { Float($0) * 1.0372 - 7 }
            func operand(_ program: inout KernelsProgram) -> Int {
                let place =
                    isTransposed
                    ? program.operand(1, offset: 3, rows: [1, 5], column: 15)
                    : program.operand(1, offset: 3, rows: [columns, 5 * columns], column: 1)
                program.operands[place].element = VARIA_ELEMENT_BFLOAT16
                return place
            }
            var store = KernelsProgram(rows: [5, 3], columns: columns)
            let source = store.dense(0)
            store.load(.wide(0), source)
            let stored = operand(&store)
            store.store(.wide(0), stored)
            var load = KernelsProgram(rows: [5, 3], columns: columns)
            let loaded = operand(&load)
            load.load(.wide(0), loaded)
            let target = load.dense(0)
            load.store(.wide(0), target)
            let guardValue = Float(bitPattern: 0x7A7A_7A7A)
            var buffers = [
                values, [Float](repeating: guardValue, count: 4 + (15 * columns + 1) / 2),
            ]
            store.run(&buffers)
            // Three elements before, and what follows, are not touched.
            #expect(buffers[1][0].bitPattern == guardValue.bitPattern)
            #expect(buffers[1][1].bitPattern & 0xFFFF == 0x7A7A)
            #expect(buffers[1].last?.bitPattern == guardValue.bitPattern)
            buffers[0] = values.map { _ in .nan }
            load.run(&buffers)
            #expect(buffers[0] == values.map { Float(Unary.bfloat16(Double($0))) })
        }
    }

    @Test("A value for each row is stored in two bytes, too")
    func narrow() {
        var program = KernelsProgram(rows: [6], columns: 1)
        let source = program.operand(0, rows: [1], column: 0)
        let target = program.operand(1, rows: [2], column: 0)
        program.operands[target].element = VARIA_ELEMENT_BFLOAT16
        program.load(.narrow(0), source)
        program.store(.narrow(0), target)
        var buffers: [[Float]] = [[1, 2, 3, 4, 5, 6.0001], [Float](repeating: 0, count: 6)]
        program.run(&buffers)
        // Every other element of two bytes: on a little-endian machine the lower half of a float.
        #expect(
            buffers[1].map { Float(bitPattern: $0.bitPattern << 16) } == [1, 2, 3, 4, 5, 6])
    }
}

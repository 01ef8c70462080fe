import CKernels
import Tensors
import Testing

@Suite("Fused kernels")
struct KernelsFusedTests {
    @Test("Random kernels compute what their definition says", arguments: 0..<400)
    func agreesWithReference(seed: Int) {
        let made = KernelsGenerator.make(seed: UInt64(seed))
        let expected = KernelsReference.run(
            made.program, made.buffers, keys: made.keys, step: 7)
        var found = made.buffers
        made.program.run(&found, keys: made.keys, step: 7)
        for (buffer, (found, expected)) in zip(found, expected).enumerated() {
            let worst = zip(found, expected).map { abs(Double($0) - $1) }.max() ?? 0
            let scale = expected.map(abs).max() ?? 0
            #expect(worst <= 1e-5 * max(4, made.bound, scale), "buffer \(buffer)")
        }
    }

    @Test("Bits do not depend on row ranges, tiles or alignment", arguments: 0..<200)
    func independentOfTiling(seed: Int) {
        let made = KernelsGenerator.make(seed: UInt64(seed))
        var whole = made.buffers
        made.program.run(&whole, keys: made.keys)

        let rows = made.program.rows
        let cuts = [rows / 3, rows / 2]
        var split = made.buffers
        made.program.run(
            &split, ranges: [0..<cuts[0], cuts[0]..<cuts[1], cuts[1]..<rows], keys: made.keys)
        #expect(sameBits(split, whole))

        for misalignment in [1, 3, 8] {
            var shifted = made.buffers
            made.program.run(&shifted, keys: made.keys, misalignment: misalignment)
            #expect(sameBits(shifted, whole))
        }

        var tiled = made.program
        tiled.tileRows = tiled.tileRows % 7 + 1
        var other = made.buffers
        tiled.run(&other, keys: made.keys)
        #expect(sameBits(other, whole))
    }

    @Test("A prologue's values serve every tile of a column block, and the next block's are fresh")
    func prologue() {
        var program = KernelsProgram(rows: [10], columns: 40, tileRows: 3, columnBlock: 16)
        let bias = program.operand(0, rows: [0], column: 1)
        let out = program.dense(1)
        program.load(.wide(0), bias)
        program.emit(VARIA_COLUMN_INDEX, .wide(1))
        program.emit(VARIA_MULTIPLY, .wide(1), .wide(0), .wide(1))
        program.prologue = 3
        program.emit(VARIA_ROW_INDEX, .narrow(0), .scalar(0))
        program.emit(VARIA_ADD, .wide(2), .wide(1), .narrow(0))
        program.store(.wide(2), out)
        var buffers = [(0..<40).map { Float($0) / 4 }, [Float](repeating: 0, count: 400)]
        program.run(&buffers)
        for row in 0..<10 {
            for column in 0..<40 {
                #expect(
                    buffers[1][row * 40 + column] == Float(column * column) / 4 + Float(row))
            }
        }
    }

    @Test(
        "A result stored over an input is not computed in place while the input is still read",
        arguments: [false, true])
    func overwrittenInput(storesLast: Bool) {
        var program = KernelsProgram(rows: [6], columns: 19)
        let replaced = program.dense(0)
        let out = program.dense(1)
        program.load(.wide(0), replaced)
        program.emit(VARIA_NEGATE, .wide(1), .wide(0))
        if !storesLast { program.store(.wide(1), replaced) }
        program.emit(VARIA_ADD, .wide(2), .wide(0), program.constant(1))
        if storesLast { program.store(.wide(1), replaced) }
        program.store(.wide(2), out)
        let input = (0..<114).map { Float($0) }
        var buffers = [input, input]
        program.run(&buffers)
        #expect(buffers[0] == input.map { -$0 })
        #expect(buffers[1] == input.map { $0 + 1 })
    }

    @Test("Sums over many rows go to a target one row after another")
    func accumulatesInOrder() {
        var program = KernelsProgram(rows: [100], columns: 37, tileRows: 8)
        let input = program.dense(0)
        let total = program.operand(1, rows: [0], column: 1)
        program.load(.wide(0), input)
        program.accumulate(.wide(0), total)
        let values = (0..<3700).map { Float(1 + $0 % 97) / 7 }
        var buffers = [values, [Float](repeating: 0, count: 37)]
        program.run(&buffers)
        for column in 0..<37 {
            let expected = (0..<100).reduce(Float(0)) { $0 + values[$1 * 37 + column] }
            #expect(buffers[1][column] == expected)
        }
    }

    @Test("A narrow sum counts a row once, however columns are cut")
    func narrowAccumulateWithColumnBlocks() {
        var program = KernelsProgram(rows: [9], columns: 20, columnBlock: 8)
        let input = program.operand(0, rows: [1], column: 0)
        let total = program.operand(1, rows: [0], column: 0)
        program.load(.narrow(0), input)
        program.accumulate(.narrow(0), total)
        var buffers = [(0..<9).map(Float.init), [Float(0)]]
        program.run(&buffers)
        #expect(buffers[1] == [36])
    }

    @Test("Reductions over long rows stay accurate")
    func longReductions() {
        var program = KernelsProgram(rows: [3], columns: 100_003, tileRows: 1)
        let input = program.dense(0)
        let sum = program.operand(1, rows: [1], column: 0)
        let most = program.operand(2, rows: [1], column: 0)
        program.load(.wide(0), input)
        program.emit(VARIA_REDUCE_SUM, .narrow(0), .wide(0))
        program.emit(VARIA_REDUCE_MAX, .narrow(1), .wide(0))
        program.store(.narrow(0), sum)
        program.store(.narrow(1), most)
        let random = RandomStream(seed: 3, purpose: .test)
        let values = (0..<300_009).map { Float(random.uniform(at: UInt64($0))) }
        var buffers = [values, [0, 0, 0], [0, 0, 0]]
        program.run(&buffers)
        for row in 0..<3 {
            let part = values[(row * 100_003)..<((row + 1) * 100_003)]
            let expected = part.reduce(0) { $0 + Double($1) }
            #expect(abs(Double(buffers[1][row]) - expected) < 2e-6 * expected)
            #expect(buffers[2][row] == part.max())
        }
    }

    @Test("A maximum over a row with a NaN is NaN", arguments: [0, 4, 8, 17, 20])
    func maximumOfNaN(position: Int) {
        var program = KernelsProgram(rows: [1], columns: 21)
        let input = program.dense(0)
        let most = program.operand(1, rows: [1], column: 0)
        program.load(.wide(0), input)
        program.emit(VARIA_REDUCE_MAX, .narrow(0), .wide(0))
        program.store(.narrow(0), most)
        var values = [Float](repeating: 1, count: 21)
        values[position] = .nan
        var buffers = [values, [0]]
        program.run(&buffers)
        #expect(buffers[1][0].isNaN)
    }
}

func sameBits(_ a: [[Float]], _ b: [[Float]]) -> Bool {
    a.map { $0.map(\.bitPattern) } == b.map { $0.map(\.bitPattern) }
}

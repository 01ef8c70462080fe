import CKernels
import Tensors
import Testing

@Suite("Elementary functions of the kernels")
struct KernelsFunctionTests {
    @Test("Each function is within 4e-7 of its value", arguments: KernelsFunction.all)
    func relativeError(function: KernelsFunction) {
        for range in function.ranges {
            let found = function.worstError(over: range, count: 40_001)
            #expect(found.error <= 4e-7, "\(function.name) at \(found.at)")
        }
    }

    @Test("Results do not depend on how many elements there are", arguments: KernelsFunction.all)
    func oddSizes(function: KernelsFunction) {
        let inputs = function.inputs(over: function.ranges[0], count: 67)
        let whole = KernelsFunction.apply(function.opcode, inputs)
        for count in 1...67 {
            let part = KernelsFunction.apply(function.opcode, Array(inputs.prefix(count)))
            #expect(part.map(\.bitPattern) == whole.prefix(count).map(\.bitPattern))
        }
    }

    @Test("Infinities, zeros and NaN come out as they should")
    func specialValues() {
        func f(_ opcode: varia_opcode, _ x: Float) -> Float {
            KernelsFunction.apply(opcode, [x])[0]
        }
        #expect(f(VARIA_EXP, .infinity) == .infinity)
        #expect(f(VARIA_EXP, 89) == .infinity)
        #expect(f(VARIA_EXP, -.infinity) == 0)
        #expect(f(VARIA_EXP, -1e9) == 0)
        #expect(f(VARIA_EXP, 0) == 1)
        #expect(f(VARIA_LOG, 0) == -.infinity)
        #expect(f(VARIA_LOG, .infinity) == .infinity)
        #expect(f(VARIA_LOG, -1).isNaN)
        #expect(abs(f(VARIA_LOG, .leastNonzeroMagnitude) + 103.27893) < 1e-4)
        #expect(f(VARIA_TANH, .infinity) == 1)
        #expect(f(VARIA_TANH, -.infinity) == -1)
        #expect(f(VARIA_TANH, -0.0).sign == .minus)
        #expect(f(VARIA_SIGMOID, -.infinity) == 0)
        #expect(f(VARIA_SIGMOID, .infinity) == 1)
        #expect(f(VARIA_ERF, 10) == 1)
        #expect(f(VARIA_ERF, -.infinity) == -1)
        #expect(f(VARIA_RECIPROCAL, 0) == .infinity)
        #expect(f(VARIA_SQRT, -1).isNaN)
        #expect(f(VARIA_SIN, .infinity).isNaN)
        for function in KernelsFunction.all { #expect(f(function.opcode, .nan).isNaN) }
    }

    @Test(
        "A hyperbolic tangent or error function is never past 1",
        arguments: [VARIA_TANH, VARIA_ERF]
    )
    func bounded(opcode: varia_opcode) {
        // Every float of the last stretch before the value is 1, and some beyond.
        let first = Float(3.5).bitPattern
        let inputs = (0..<(1 << 18)).map { Float(bitPattern: first + 50 * UInt32($0)) }
        let outputs = KernelsFunction.apply(opcode, inputs + inputs.map { -$0 })
        #expect(outputs.allSatisfy { abs($0) <= 1 })
    }

    @Test(
        "Angles past the fast range are still reduced", arguments: [1e5, 3.7e8, -2.5e20] as [Float])
    func largeAngles(angle: Float) {
        let found = KernelsFunction.apply(VARIA_SIN, [1, angle, 2])
        for (found, x) in zip(found, [1, angle, 2]) {
            #expect(abs(Double(found) - Unary.sine(Double(x))) < 1e-6)
        }
    }

    @Test("A maximum or minimum with a NaN on either side is NaN")
    func extremesOfNaN() {
        for opcode in [VARIA_MAXIMUM, VARIA_MINIMUM] {
            var program = KernelsProgram(rows: [1], columns: 19)
            let (a, b, out) = (program.dense(0), program.dense(1), program.dense(2))
            program.load(.wide(0), a)
            program.load(.wide(1), b)
            program.emit(opcode, .wide(2), .wide(0), .wide(1))
            program.store(.wide(2), out)
            let numbers = (0..<19).map(Float.init)
            let nans = [Float](repeating: .nan, count: 19)
            for pair in [[numbers, nans], [nans, numbers]] {
                var buffers = pair + [numbers]
                program.run(&buffers)
                #expect(buffers[2].allSatisfy { $0.isNaN })
            }
        }
    }
}

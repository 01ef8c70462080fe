import CKernels
import Tensors
import Testing

/// A function of the kernels, with the ranges over which it is compared with its definition.
struct KernelsFunction: Sendable, CustomTestStringConvertible {
    /// Inputs spread evenly over a range, or evenly in the exponent of two.
    enum Range: Sendable {
        case even(ClosedRange<Double>), exponents(ClosedRange<Double>)
    }

    let name: String
    let opcode: varia_opcode
    let ranges: [Range]

    var testDescription: String { name }

    static let all = [
        KernelsFunction(
            name: "exp", opcode: VARIA_EXP, ranges: [.even(-87...88.7), .exponents(-40...0)]),
        KernelsFunction(
            name: "log", opcode: VARIA_LOG, ranges: [.even(0.4...2.5), .exponents(-126...127)]),
        KernelsFunction(
            name: "tanh", opcode: VARIA_TANH, ranges: [.even(-12...12), .exponents(-40...2)]),
        KernelsFunction(name: "sigmoid", opcode: VARIA_SIGMOID, ranges: [.even(-85...30)]),
        KernelsFunction(
            name: "erf", opcode: VARIA_ERF, ranges: [.even(-5...5), .exponents(-40...2)]),
        KernelsFunction(
            name: "sin", opcode: VARIA_SIN, ranges: [.even(-10...10), .even(-1e4...1e4)]),
        KernelsFunction(
            name: "cos", opcode: VARIA_COS, ranges: [.even(-10...10), .even(-1e4...1e4)]),
        KernelsFunction(name: "sqrt", opcode: VARIA_SQRT, ranges: [.exponents(-126...127)]),
        KernelsFunction(
            name: "reciprocal", opcode: VARIA_RECIPROCAL, ranges: [.exponents(-100...100)]),
        KernelsFunction(name: "negate", opcode: VARIA_NEGATE, ranges: [.even(-9...9)]),
    ]

    func inputs(over range: Range, count: Int) -> [Float] {
        (0..<count).map { index in
            let part = (Double(index) + 0.5) / Double(count)
            switch range {
            case .even(let bounds):
                return Float(bounds.lowerBound + part * (bounds.upperBound - bounds.lowerBound))
            case .exponents(let bounds):
                let power = bounds.lowerBound + part * (bounds.upperBound - bounds.lowerBound)
                return Float(Unary.exponential(power * 0.6931471805599453))
            }
        }
    }

    /// The largest error relative to the value, or to 0.01 where a sine or cosine crosses zero.
    func worstError(over range: Range, count: Int) -> (error: Double, at: Float) {
        let inputs = inputs(over: range, count: count)
        let outputs = Self.apply(opcode, inputs)
        let crossesZero = opcode == VARIA_SIN || opcode == VARIA_COS
        var worst = (error: 0.0, at: Float(0))
        for (x, y) in zip(inputs, outputs) {
            let expected = KernelsReference.compute(opcode, [Double(x)])
            let scale = max(abs(expected), crossesZero ? 0.01 : 1e-37)
            let error = abs(Double(y) - expected) / scale
            if !(error <= worst.error) { worst = (error, x) }
        }
        return worst
    }

    static func apply(_ opcode: varia_opcode, _ inputs: [Float]) -> [Float] {
        var program = KernelsProgram(rows: [1], columns: inputs.count, columnBlock: 512)
        let (input, output) = (program.dense(0), program.dense(1))
        program.load(.wide(0), input)
        program.emit(opcode, .wide(1), .wide(0))
        program.store(.wide(1), output)
        var buffers = [inputs, inputs]
        program.run(&buffers)
        return buffers[1]
    }
}

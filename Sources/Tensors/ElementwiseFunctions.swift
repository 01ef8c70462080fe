import Foundation

extension Unary {
    /// The function itself, in Double: its definition.
    package func callAsFunction(_ x: Double) -> Double {
        switch self {
        case .negate: -x
        case .exponential: Foundation.exp(x)
        case .logarithm: Foundation.log(x)
        case .squareRoot: x.squareRoot()
        case .reciprocal: 1 / x
        case .tanh: Foundation.tanh(x)
        case .sigmoid:
            x >= 0 ? 1 / (1 + Foundation.exp(-x)) : Foundation.exp(x) / (1 + Foundation.exp(x))
        case .erf: Foundation.erf(x)
        case .sine: Foundation.sin(x)
        case .cosine: Foundation.cos(x)
        case .bfloat16: x.roundedToBFloat16
        }
    }
}

extension Double {
    /// The nearest number that has 8 significant bits and an exponent from -126 to 127, subnormal
    /// ones below; infinite where that would be 2^128. Ties go to the even one.
    fileprivate var roundedToBFloat16: Double {
        guard isFinite, self != 0 else { return self }
        // The distance of such numbers from one another here.
        let distance = Double(
            sign: .plus, exponent: Swift.max(Int(exponent), -126) - 7, significand: 1)
        let rounded = (self / distance).rounded(.toNearestOrEven) * distance
        let greatest = Double(Float.greatestFiniteMagnitude)
        return abs(rounded) > greatest ? .infinity * (self < 0 ? -1 : 1) : rounded
    }
}

extension Binary {
    /// The function itself, in Double: its definition. A maximum or minimum with a NaN is NaN.
    package func callAsFunction(_ a: Double, _ b: Double) -> Double {
        switch self {
        case .add: a + b
        case .subtract: a - b
        case .multiply: a * b
        case .divide: a / b
        case .maximum: a > b || a.isNaN ? a : b
        case .minimum: a < b || a.isNaN ? a : b
        case .less: a < b ? 1 : 0
        case .equal: a == b ? 1 : 0
        }
    }
}

import Foundation

/// The distribution of a sum of squares of independent standard normal variables.
package struct ChiSquaredDistribution: Hashable, Sendable {
    /// 1 or more.
    package let degreesOfFreedom: Int

    package init(degreesOfFreedom: Int) {
        precondition(degreesOfFreedom >= 1)
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// The probability of a value up to `x`, for `x` of 0 or more: the regularised lower incomplete
    /// gamma function P(v/2, x/2) (Abramowitz and Stegun, 26.4.19).
    package func cumulative(_ x: Double) -> Double {
        let a = Double(degreesOfFreedom) / 2
        let x = x / 2
        guard x > 0 else { return 0 }
        let front = exp(a * log(x) - x - lgamma(a).0)
        return x < a + 1 ? front * Self.series(x, a) : 1 - front * Self.fraction(x, a)
    }

    /// The value below which the distribution lies with a probability, which lies between 0 and 1,
    /// both excluded.
    package func quantile(_ probability: Double) -> Double {
        precondition(probability > 0 && probability < 1)
        return Statistics.end { cumulative($0) < probability }
    }

    /// The power series, which converges fast for small x (Abramowitz and Stegun, 6.5.29).
    private static func series(_ x: Double, _ a: Double) -> Double {
        var term = 1 / a
        var sum = term
        var divisor = a
        while term > sum * 1e-17 {
            divisor += 1
            term *= x / divisor
            sum += term
        }
        return sum
    }

    /// The continued fraction of the upper function, for large x, by the modified Lentz method
    /// (Abramowitz and Stegun, 6.5.31).
    private static func fraction(_ x: Double, _ a: Double) -> Double {
        var offset = x + 1 - a
        var numerator = 1e300
        var denominator = 1 / offset
        var value = denominator
        for n in 1...10_000 {
            let coefficient = -Double(n) * (Double(n) - a)
            offset += 2
            denominator = 1 / (coefficient * denominator + offset)
            numerator = offset + coefficient / numerator
            let change = denominator * numerator
            value *= change
            if abs(change - 1) < 1e-15 { break }
        }
        return value
    }
}

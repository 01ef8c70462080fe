import Foundation

/// Student's t distribution.
package struct StudentDistribution: Hashable, Sendable {
    /// Degrees of freedom, 1 or more; not always a whole number (Welch's test).
    package let degreesOfFreedom: Double

    package init(degreesOfFreedom: Double) {
        precondition(degreesOfFreedom >= 1)
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// The probability of a value above `t`, for `t` of 0 or more: half the regularised incomplete
    /// beta function I_x(v/2, 1/2) at x = v / (v + t²) (Abramowitz and Stegun, 26.7.1).
    package func upperTail(_ t: Double) -> Double {
        let v = degreesOfFreedom
        return 0.5 * Self.regularizedBeta(v / (v + t * t), v / 2, 0.5)
    }

    /// The probability of a value at least as far from 0 as `t`, on either side.
    package func twoSidedP(_ t: Double) -> Double { 2 * upperTail(abs(t)) }

    /// How many standard errors a 95% confidence interval reaches to either side.
    package var criticalValue: Double {
        let place = Int(degreesOfFreedom) - 1
        guard degreesOfFreedom.rounded() == degreesOfFreedom, place < Self.usual.count else {
            return quantile(0.975)
        }
        return Self.usual[place]
    }

    /// Critical values by whole degrees of freedom from 1 on, as a table has thousands of them.
    private static let usual = (1...128).map {
        StudentDistribution(degreesOfFreedom: Double($0)).quantile(0.975)
    }

    /// The value below which the distribution lies with a probability, which lies between 0 and 1,
    /// both excluded.
    ///
    /// The tail falls steadily, so bisection finds the value to the last bit; those that a table needs
    /// most are kept, and of the others a slower method that cannot fail is the better one.
    package func quantile(_ probability: Double) -> Double {
        precondition(probability > 0 && probability < 1)
        if probability < 0.5 { return -quantile(1 - probability) }
        let tail = 1 - probability
        return Statistics.end { upperTail($0) > tail }
    }

    /// I_x(a, b), by the continued fraction of the side where it converges fast (Abramowitz and
    /// Stegun, 26.5.8).
    static func regularizedBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        let logBeta = lgamma(a).0 + lgamma(b).0 - lgamma(a + b).0
        let front = exp(a * log(x) + b * log1p(-x) - logBeta)
        return x < (a + 1) / (a + b + 2)
            ? front * betaFraction(x, a, b) / a
            : 1 - front * betaFraction(1 - x, b, a) / b
    }

    /// The continued fraction of the incomplete beta function, by the modified Lentz method.
    private static func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        func awayFromZero(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
        var numerator = 1.0
        var denominator = 1 / awayFromZero(1 - (a + b) * x / (a + 1))
        var value = denominator
        for m in 1...10_000 {
            let m = Double(m)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            var change = 1.0
            for coefficient in [even, odd] {
                denominator = 1 / awayFromZero(1 + coefficient * denominator)
                numerator = awayFromZero(1 + coefficient / numerator)
                change = denominator * numerator
                value *= change
            }
            if abs(change - 1) < 1e-15 { break }
        }
        return value
    }
}

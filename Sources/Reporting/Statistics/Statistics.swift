/// The statistics that a results table states.
package enum Statistics {
    /// The arithmetic mean; the values must not be empty.
    package static func mean(_ values: [Double]) -> Double {
        precondition(!values.isEmpty)
        return values.reduce(0, +) / Double(values.count)
    }

    /// The sample deviation, with n - 1 in the divisor; nil with fewer than two values.
    package static func sampleDeviation(_ values: [Double]) -> Double? {
        guard values.count >= 2 else { return nil }
        let mean = mean(values)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(values.count - 1)).squareRoot()
    }

    /// Half the width of a confidence interval of the mean, by Student's t with n - 1 degrees of
    /// freedom; nil with fewer than two values.
    package static func confidenceHalfWidth(
        _ values: [Double], confidence: Double = 0.95
    ) -> Double? {
        guard let deviation = sampleDeviation(values) else { return nil }
        let freedom = values.count - 1
        let t =
            confidence == 0.95 && freedom <= usualQuantiles.count
            ? usualQuantiles[freedom - 1]
            : StudentDistribution(degreesOfFreedom: freedom).quantile(0.5 + confidence / 2)
        return t * deviation / Double(values.count).squareRoot()
    }

    /// Those of 95% intervals by degrees of freedom from 1 on, as a table has thousands of them.
    private static let usualQuantiles = (1...32).map {
        StudentDistribution(degreesOfFreedom: $0).quantile(0.975)
    }
}

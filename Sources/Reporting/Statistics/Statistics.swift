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

    /// Half the width of the 95% confidence interval of the mean, by Student's t with n - 1 degrees
    /// of freedom; nil with fewer than two values.
    package static func confidenceHalfWidth(_ values: [Double]) -> Double? {
        guard let deviation = sampleDeviation(values) else { return nil }
        let student = StudentDistribution(degreesOfFreedom: Double(values.count - 1))
        return student.criticalValue * deviation / Double(values.count).squareRoot()
    }

    /// The ranks of values from 1 on, the least first; equal values share the mean of their ranks.
    package static func ranks(_ values: [Double]) -> [Double] {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = [Double](repeating: 0, count: values.count)
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
            for place in order[start..<end] { ranks[place] = Double(start + 1 + end) / 2 }
            start = end
        }
        return ranks
    }
}

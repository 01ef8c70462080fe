extension Statistics {
    /// More seeds than this are more than anybody trains.
    package static let greatestSeedCount = 10_000

    /// The least number n of seeds, two or more, whose 95% interval of the mean difference would
    /// reach no further than the margin to either side: t s / sqrt(n) <= margin.
    ///
    /// - Parameters:
    ///   - deviation: s, the standard deviation of the difference at one seed.
    ///   - margin: In the units of the deviation.
    ///   - samples: 1 for pairs, whose t has n - 1 degrees of freedom; 2 for two samples without
    ///     pairs, with 2 (n - 1).
    /// - Returns: Nil where `greatestSeedCount` do not suffice.
    package static func seedsNeeded(deviation: Double, margin: Double, samples: Int = 1) -> Int? {
        func suffices(_ count: Int) -> Bool {
            // No t is less than the normal distribution's, and most numbers fail by that already.
            let normal = 1.959
            guard normal * deviation / Double(count).squareRoot() <= margin else { return false }
            let student = StudentDistribution(degreesOfFreedom: Double(samples * (count - 1)))
            return student.criticalValue * deviation / Double(count).squareRoot() <= margin
        }
        guard suffices(greatestSeedCount) else { return nil }
        // The interval shrinks steadily.
        var low = 1
        var high = 2
        while !suffices(high) { (low, high) = (high, min(2 * high, greatestSeedCount)) }
        while high - low > 1 {
            let middle = (low + high) / 2
            if suffices(middle) { high = middle } else { low = middle }
        }
        return high
    }
}

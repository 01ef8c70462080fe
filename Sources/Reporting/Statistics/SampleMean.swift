/// The mean of some measurements of one thing, one per seed, and how sure it is.
package struct SampleMean: Hashable, Sendable, Codable {
    package let mean: Double
    /// Half the width of the 95% confidence interval of the mean; nil with fewer than two
    /// measurements, where nothing is known about their spread.
    package let halfWidth: Double?
    /// The number of measurements; of two samples, that of the smaller one.
    package let count: Int

    /// Nil where there is nothing to average.
    package init?(_ values: [Double]) {
        guard !values.isEmpty else { return nil }
        mean = Statistics.mean(values)
        halfWidth = Statistics.confidenceHalfWidth(values)
        count = values.count
    }

    /// The difference of the means of two samples without pairs; nil where one of them is empty.
    ///
    /// - Parameter halfWidth: Half the width of its 95% interval; nil where that is not known.
    init?(difference a: [Double], _ b: [Double], halfWidth: Double?) {
        guard !a.isEmpty, !b.isEmpty else { return nil }
        mean = Statistics.mean(a) - Statistics.mean(b)
        self.halfWidth = halfWidth
        count = min(a.count, b.count)
    }
}

/// The mean of some measurements of one thing, one per seed, and how sure it is.
package struct SampleMean: Hashable, Sendable, Codable {
    package let mean: Double
    /// Half the width of the 95% confidence interval of the mean; nil with fewer than two
    /// measurements, where nothing is known about their spread.
    package let halfWidth: Double?
    /// The number of measurements.
    package let count: Int

    /// Nil where there is nothing to average.
    package init?(_ values: [Double]) {
        guard !values.isEmpty else { return nil }
        mean = Statistics.mean(values)
        halfWidth = Statistics.confidenceHalfWidth(values)
        count = values.count
    }
}

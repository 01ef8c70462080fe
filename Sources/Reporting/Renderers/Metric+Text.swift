package import Training

extension Metric {
    /// A value as people read it: three significant figures of a time, which may be of any size,
    /// and four decimals of all else.
    package func text(_ value: Double) -> String {
        self == .sampleSeconds ? NumberText.significant(value) : NumberText.loss(value)
    }
}

import Training

extension ProbeRecord {
    /// One figure, or a mean for each head, where an axis is the heads' and all values were kept.
    ///
    /// - Parameter heads: How many heads the model has, for records that do not say which axis is
    ///   theirs: the first where it is as long. Nil where that is not known.
    func figures(
        _ statistic: ProbeStatistic, heads: Int?
    ) -> [(head: Int?, value: Double?)] {
        switch statistic {
        case .mean:
            let axis = headAxis ?? (heads != nil && shape.first == heads ? 0 : nil)
            guard let axis, let means = means(along: axis) else { return [(nil, mean)] }
            return means.enumerated().map { ($0, $1) }
        case .deviation: return [(nil, deviation)]
        case .minimum: return [(nil, minimum)]
        case .maximum: return [(nil, maximum)]
        }
    }

    /// The mean of each slice across an axis of `shape`; nil where values were not kept.
    private func means(along axis: Int) -> [Double]? {
        guard let values, shape.indices.contains(axis), shape.reduce(1, *) == values.count,
            !values.isEmpty
        else { return nil }
        // How far apart two neighbours along the axis are, row-major.
        let stride = shape[(axis + 1)...].reduce(1, *)
        var sums = [Double](repeating: 0, count: shape[axis])
        for (place, value) in values.enumerated() {
            sums[place / stride % shape[axis]] += Double(value)
        }
        return sums.map { $0 / Double(values.count / shape[axis]) }
    }
}

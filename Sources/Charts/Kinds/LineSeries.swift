/// One curve of a line chart.
package struct LineSeries: Hashable, Sendable {
    package let name: String
    package let style: SeriesStyle
    package let points: [Point]
    /// Whether it stands back behind the others, in thin dashes.
    package let isSecondary: Bool

    /// A point, with the ends of its band where it has one.
    package struct Point: Hashable, Sendable {
        package let x: Double
        package let y: Double
        package let low: Double?
        package let high: Double?

        package init(_ x: Double, _ y: Double, low: Double? = nil, high: Double? = nil) {
            self.x = x
            self.y = y
            self.low = low
            self.high = high
        }
    }

    package init(
        _ name: String, style: SeriesStyle, points: [Point], isSecondary: Bool = false
    ) {
        self.name = name
        self.style = style
        self.points = points
        self.isSecondary = isSecondary
    }

    /// Ends of both axes; nil where no point can be drawn.
    static func extents(
        _ series: [LineSeries], _ x: Axis, _ y: Axis, level: Double?,
        _ limits: ClosedRange<Double>? = nil
    ) -> (x: Extent, y: Extent)? {
        let points = series.flatMap(\.points).filter {
            x.kind.shows($0.x) && y.kind.shows($0.y)
        }
        let values =
            points.flatMap { [$0.y, $0.low ?? $0.y, $0.high ?? $0.y] } + (level.map { [$0] } ?? [])
        let kept = limits.map { limits in
            values.map { min(max($0, limits.lowerBound), limits.upperBound) }
        }
        guard let across = Extent(points.map(\.x), kind: x.kind, padding: 0.01),
            let up = Extent(kept ?? values, kind: y.kind, padding: 0.05)
        else { return nil }
        return (across, up)
    }

    /// How many of its points the axes have no place for.
    func lostCount(_ x: Axis, _ y: Axis) -> Int {
        points.count { !x.kind.shows($0.x) || !y.kind.shows($0.y) }
    }

    /// An item for each series that stands in front, those of one name and look once.
    static func legend(_ series: [LineSeries]) -> [Legend.Item] {
        var seen: Set<Legend.Item> = []
        let items = series.filter { !$0.isSecondary }.map { one in
            Legend.Item(
                name: one.name, mark: .line(dashes: one.style.dashClass),
                classes: one.style.colorClass)
        }
        return items.filter { seen.insert($0).inserted }
    }
}

/// Points of two values, of which less is better, and the Pareto front: those that no other point
/// beats in both.
package struct ScatterChart: Chart {
    package let heading: ChartHeading
    package let x: Axis
    package let y: Axis
    package let points: [Point]

    /// One point.
    package struct Point: Hashable, Sendable {
        package let x: Double
        package let y: Double
        /// Half the height of its interval; nil where nothing is known of it.
        package let halfHeight: Double?
        /// What it is, in full.
        package let name: String
        /// The series it belongs to, by which it is colored.
        package let series: String
        package let style: SeriesStyle

        package init(
            x: Double, y: Double, halfHeight: Double? = nil, name: String, series: String,
            style: SeriesStyle
        ) {
            self.x = x
            self.y = y
            self.halfHeight = halfHeight
            self.name = name
            self.series = series
            self.style = style
        }
    }

    package init(_ heading: ChartHeading, x: Axis, y: Axis, points: [Point]) {
        self.heading = heading
        self.x = x
        self.y = y
        self.points = points
    }

    /// Of some points, those that no other one beats: no point is less in one value and at most as
    /// great in the other. By growing first value; one of several equal ones.
    package static func front(of points: [Point]) -> [Point] {
        let sorted = points.filter { $0.x.isFinite && $0.y.isFinite }
            .sorted { ($0.x, $0.y) < ($1.x, $1.y) }
        var least = Double.infinity
        return sorted.filter { point in
            guard point.y < least else { return false }
            least = point.y
            return true
        }
    }

    package func drawing(width: Double, hover: Hover) -> Drawing {
        let shown = points.filter { x.kind.shows($0.x) && y.kind.shows($0.y) }
        let heights = shown.flatMap {
            [$0.y, $0.y - ($0.halfHeight ?? 0), $0.y + ($0.halfHeight ?? 0)]
        }
        guard let across = Extent(Self.widened(shown.map(\.x)), kind: x.kind, padding: 0.07),
            let up = Extent(heights, kind: y.kind, padding: 0.07)
        else {
            return .words("There is nothing to draw: no point has two finite values.", width: width)
        }
        let legend = Legend(items: legendItems(shown), width: width).drawing
        let area = PlotArea(
            x, over: across, y, over: up, top: legend.height, width: width,
            height: min(320, max(210, width * 0.55)))
        let front = Self.front(of: shown)
        var labels = PointLabels(
            area: area, obstacles: shown.compactMap { area.place(($0.x, $0.y)) })
        // Names only of the front: of all, one would read none.
        let names = front.map { point in
            area.place((point.x, point.y)).map { labels.label(point.name, at: $0) } ?? ""
        }
        let body: Markup = #"""
            \#(legend.body)\#(area.axes)\#(frontLine(front, area))\#
            \#(shown.map { mark($0, area) })\#(names)
            """#
        return Drawing(width: width, height: area.bottom + PlotArea.roomBelow, body: body)
    }

    /// Costs that hardly differ, with others around them: a chart should not show one part in a
    /// thousand as a great distance.
    private static func widened(_ values: [Double]) -> [Double] {
        guard let least = values.min(), let most = values.max(), least > 0, most < 1.2 * least
        else {
            return values
        }
        return values + [least * 0.9, most * 1.1]
    }

    private func legendItems(_ shown: [Point]) -> [Legend.Item] {
        var seen: Set<String> = []
        return shown.sorted { $0.style.index < $1.style.index }
            .filter { seen.insert($0.series).inserted }
            .map { Legend.Item(name: $0.series, mark: .dot, classes: $0.style.colorClass) }
    }

    /// Steps: between two points of the front nothing better is known than the one before.
    private func frontLine(_ front: [Point], _ area: PlotArea) -> Markup {
        let places = front.compactMap { area.place(($0.x, $0.y)) }
        guard let first = places.first else { return "" }
        var path = "M\(Coordinate.text(first.x)) \(Coordinate.text(first.y))"
        for place in places.dropFirst() {
            path += "H\(Coordinate.text(place.x))V\(Coordinate.text(place.y))"
        }
        path += "H\(Coordinate.text(area.right))"
        return #"<path class="front" d="\#(path)"><title>Pareto front</title></path>"#
    }

    private func mark(_ point: Point, _ area: PlotArea) -> Markup {
        guard let place = area.place((point.x, point.y)) else { return "" }
        var bar: Markup = ""
        if let half = point.halfHeight, half > 0,
            let low = area.y.clamped(max(point.y - half, area.y.extent.lower)),
            let high = area.y.clamped(point.y + half)
        {
            bar = #"<path class="line thin" d="M\#(place.x) \#(low)V\#(high)"/>"#
        }
        return #"""
            <g class="\#(point.style.colorClass)">\#(bar)<circle class="dot" cx="\#(place.x)" \#
            cy="\#(place.y)" r="4.5"><title>\#(point.name): \#(Figure.text(point.y)) at \#
            \#(TickText.number(point.x))</title></circle></g>
            """#
    }
}

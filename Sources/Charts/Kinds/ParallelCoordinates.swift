/// Many trials over many axes: each a line through its values, colored by how good it is.
package struct ParallelCoordinates: Chart {
    package let heading: ChartHeading
    package let axes: [ParallelAxis]
    /// What lines are colored by: less is better. Its axis is the last.
    package let measure: Axis
    package let lines: [Line]

    /// One trial.
    package struct Line: Hashable, Sendable {
        package let name: String
        /// One for each axis, in the same order; nil where the axis does not apply.
        package let values: [ParallelAxis.Value?]
        /// Nil where nothing finite was measured: such lines end before the last axis.
        package let measure: Double?

        package init(_ name: String, values: [ParallelAxis.Value?], measure: Double?) {
            self.name = name
            self.values = values
            self.measure = measure
        }
    }

    package init(
        _ heading: ChartHeading, axes: [ParallelAxis], measure: Axis, lines: [Line]
    ) {
        precondition(lines.allSatisfy { $0.values.count == axes.count })
        self.heading = heading
        self.axes = axes
        self.measure = measure
        self.lines = lines
    }

    private static let height = 280.0
    private static let top = 44.0
    /// What an axis with its names needs.
    private static let leastDistance = 92.0
    /// What the numbers of the last axis need.
    private static let roomAtEnd = 56.0

    package func drawing(width: Double, hover: Hover) -> Drawing {
        let measured = lines.compactMap(\.measure).filter(measure.kind.shows)
        guard let extent = Extent(measured, kind: measure.kind) else {
            return .words("There is nothing to draw: no trial has a finite loss.", width: width)
        }
        let distance = max(Self.leastDistance, (width - 90) / Double(max(1, axes.count)))
        let (first, bottom) = (36.0, Self.top + Self.height)
        let whole = max(width, first + distance * Double(axes.count) + Self.roomAtEnd)
        let places = axes.enumerated().map { index, axis in
            ParallelAxis.Layout(
                axis: axis, x: first + distance * Double(index), top: Self.top, bottom: bottom,
                room: distance - 12)
        }
        let last = Scale(extent: extent, start: bottom, end: Self.top)
        let end = first + distance * Double(axes.count)
        let ranks = Ranks(of: measured)
        // The best are drawn last, above the others.
        let order = lines.indices.sorted {
            (lines[$0].measure ?? .infinity, $0) > (lines[$1].measure ?? .infinity, $1)
        }
        let drawn = order.map { index in
            let share = lines.count > 1 ? Double(index) / Double(lines.count - 1) - 0.5 : 0
            return path(lines[index], spread: share, places, last, end, ranks)
        }
        let body: Markup = #"""
            \#(drawn)\#(places.map(\.markup))\#(measureAxis(last, end, distance))
            """#
        return Drawing(width: whole, height: bottom + 16, body: body)
    }

    private func path(
        _ line: Line, spread: Double, _ places: [ParallelAxis.Layout], _ last: Scale,
        _ end: Double, _ ranks: Ranks
    ) -> Markup {
        var path = PathText()
        for (place, value) in zip(places, line.values) {
            guard let y = place.position(of: value, spread: spread) else { continue }
            path.add((place.x, y))
        }
        let measured = line.measure.flatMap { last.position($0) }
        if let measured { path.add((end, measured)) }
        let look = measured == nil ? "lost" : "trial q\(ranks.rank(of: line.measure ?? 0))"
        let value = line.measure.map { Figure.text($0) } ?? "no finite loss"
        return #"""
            <path class="\#(look)" d="\#(path.text)"><title>\#(line.name): \#(value)</title></path>
            """#
    }

    /// The last axis, with its numbers at the right.
    private func measureAxis(_ scale: Scale, _ x: Double, _ room: Double) -> Markup {
        let ticks = Ticks.of(scale.extent, atMost: 7)
        let numbers = zip(ticks, TickText.labels(ticks, kind: measure.kind)).map {
            tick, label -> Markup in
            guard let y = scale.position(tick) else { return "" }
            return #"""
                <path class="axis" d="M\#(x) \#(y)h5"/><text class="muted" x="\#(x + 9)" \#
                y="\#(y + 4)">\#(label)</text>
                """#
        }
        let titles = Array(TextWidth.lines(measure.label, width: room).prefix(2))
        let words = titles.enumerated().map { index, line -> Markup in
            let y = Self.top - 12 - 15 * Double(titles.count - 1 - index)
            let text = TextWidth.truncated(line, to: room + 8)
            return
                #"<text class="end strong" x="\#(x + Self.roomAtEnd - 3)" y="\#(y)">\#(text)</text>"#
        }
        return #"""
            <path class="axis" d="M\#(x) \#(scale.start)V\#(scale.end)"/>\#(numbers)\#(words)
            """#
    }

    /// Classes of a color for the values of all lines, as many in each.
    private struct Ranks {
        private let sorted: [Double]

        init(of values: [Double]) { sorted = values.sorted() }

        func rank(of value: Double) -> Int {
            guard let first = sorted.first, let last = sorted.last, last > first else { return 0 }
            var (low, high) = (0, sorted.count)
            while low < high {
                let middle = (low + high) / 2
                if sorted[middle] < value { low = middle + 1 } else { high = middle }
            }
            return min(Palette.rankCount - 1, low * Palette.rankCount / sorted.count)
        }
    }
}

/// Values of named things, one below the other: bars from zero, or dots with intervals.
package struct DotChart: Chart {
    package let heading: ChartHeading
    package let axis: Axis
    package let rows: [Row]
    /// Whether bars reach from zero to the values; else dots stand at them.
    package let hasBars: Bool

    /// One value.
    package struct Row: Hashable, Sendable {
        package let name: String
        package let value: Double
        /// Where it may as well be; nil where nothing is known of that.
        package let interval: ClosedRange<Double>?
        package let style: SeriesStyle
        /// The figure as it stands beside the mark.
        package let remark: String

        package init(
            _ name: String, _ value: Double, interval: ClosedRange<Double>? = nil,
            style: SeriesStyle = SeriesStyle(1), remark: String
        ) {
            self.name = name
            self.value = value
            self.interval = interval
            self.style = style
            self.remark = remark
        }
    }

    package init(_ heading: ChartHeading, axis: Axis, rows: [Row], hasBars: Bool = false) {
        self.heading = heading
        self.axis = axis
        self.rows = rows
        self.hasBars = hasBars
    }

    package func drawing(width: Double, hover: Hover) -> Drawing {
        let values = rows.flatMap {
            [$0.value, $0.interval?.lowerBound ?? $0.value, $0.interval?.upperBound ?? $0.value]
        }
        guard let found = Extent(values.filter(axis.kind.shows), kind: axis.kind, padding: 0.05)
        else {
            return .words("There is nothing to draw: no value is a finite number.", width: width)
        }
        let layout = RowLayout(
            rows: rows.map {
                RowLayout.Words(name: $0.name, remark: $0.remark, classes: "")
            }, width: width)
        let extent = hasBars ? found.reachingZero : found
        let scale = Scale(extent: extent, start: layout.left, end: layout.right)
        let marks = rows.indices.map { layout.words($0) + mark($0, layout, scale) }
        return Drawing(
            width: width, height: 6 + layout.height + RowLayout.roomBelow,
            body: #"""
                <g transform="translate(0 6)">\#(layout.axis(axis, scale))\#(marks)</g>
                """#)
    }

    private func mark(_ index: Int, _ layout: RowLayout, _ scale: Scale) -> Markup {
        let row = rows[index]
        guard let x = scale.position(row.value) else { return "" }
        let y = layout.middle(index)
        var marks = Markup()
        if hasBars, let zero = scale.clamped(0) ?? scale.clamped(scale.extent.lower) {
            marks += #"""
                <rect class="bar" x="\#(min(zero, x))" y="\#(y - 6)" width="\#(abs(x - zero))" height="12"/>
                """#
        }
        if let interval = row.interval,
            let low = scale.clamped(max(interval.lowerBound, scale.extent.lower)),
            let high = scale.clamped(interval.upperBound)
        {
            marks += #"<path class="line" d="M\#(low) \#(y)H\#(high)"/>"#
        }
        if !hasBars { marks += #"<circle class="dot" cx="\#(x)" cy="\#(y)" r="4.5"/>"# }
        return #"""
            <g class="\#(row.style.colorClass)"><title>\#(row.name): \#(row.remark)</title>\#(marks)</g>
            """#
    }

}

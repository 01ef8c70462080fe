/// Curves, each with a band around it where it has one.
package struct LineChart: Chart {
    package let heading: ChartHeading
    package let x: Axis
    package let y: Axis
    package let series: [LineSeries]
    /// What the series that stand back are, each of the color of the one that it belongs to; nil
    /// where there is none.
    package let secondaryName: String?
    /// A level that curves are compared with, such as 0.
    package let level: Level?
    /// How far the vertical axis reaches, where it shall leave out what lies beyond; such curves go
    /// along its edge.
    package let limits: ClosedRange<Double>?

    /// A horizontal line with a name.
    package struct Level: Hashable, Sendable {
        package let value: Double
        package let name: String

        package init(_ value: Double, name: String) {
            self.value = value
            self.name = name
        }
    }

    package init(
        _ heading: ChartHeading, x: Axis, y: Axis, series: [LineSeries],
        secondaryName: String? = nil, level: Level? = nil, limits: ClosedRange<Double>? = nil
    ) {
        self.heading = heading
        self.x = x
        self.y = y
        self.series = series
        self.secondaryName = secondaryName
        self.level = level
        self.limits = limits
    }

    package func drawing(width: Double, hover: Hover) -> Drawing {
        guard let (across, up) = LineSeries.extents(series, x, y, level: level?.value, limits)
        else {
            return .words("There is nothing to draw: no value is a finite number.", width: width)
        }
        let secondary = secondaryName.map {
            Legend.Item(name: $0, mark: .line(dashes: " thin dashed"), classes: "s0")
        }
        let items = LineSeries.legend(series) + [secondary].compactMap(\.self)
        let legend = Legend(items: items, width: width).drawing
        let area = PlotArea(
            x, over: across, y, over: up, top: legend.height, width: width,
            height: min(300, max(190, width * 0.42)))
        var body = legend.body + area.axes
        if let level { body += Self.drawn(level, in: area) }
        body += series.map { $0.bandMarkup(in: area) }
        body += series.map { $0.markup(in: area, hover: hover) }
        let note = omission(area.bottom + PlotArea.roomBelow, width)
        return Drawing(
            width: width, height: area.bottom + PlotArea.roomBelow + note.height,
            body: body + note.body)
    }

    static func drawn(_ level: Level, in area: PlotArea) -> Markup {
        guard let place = area.y.position(level.value), (area.top...area.bottom).contains(place)
        else { return "" }
        return #"""
            <path class="zero" d="M\#(area.left) \#(place)H\#(area.right)"/>\#
            <text class="muted halo end" x="\#(area.right)" y="\#(place - 5)">\#(level.name)</text>
            """#
    }

    /// A line about the values for which there is no place.
    private func omission(_ y: Double, _ width: Double) -> Drawing {
        let lost = series.reduce(0) { $0 + $1.lostCount(self.x, self.y) }
        guard lost > 0 else { return Drawing(width: width, height: 0, body: "") }
        let what = self.y.kind == .logarithmic ? "finite and above zero" : "finite"
        let sentence =
            lost == 1
            ? "One value is not \(what), and not drawn."
            : "\(lost) values are not \(what), and not drawn."
        return Drawing(
            width: width, height: 20,
            body: #"<text class="muted" x="0" y="\#(y + 14)">\#(sentence)</text>"#)
    }
}

extension [Markup] {
    /// Appends all of them.
    static func += (left: inout Markup, right: [Markup]) { left += right.joined }
}

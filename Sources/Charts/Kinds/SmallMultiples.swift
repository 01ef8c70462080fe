/// Small line charts side by side on the same axes, as one for each layer.
package struct SmallMultiples: Chart {
    package let heading: ChartHeading
    package let x: Axis
    package let y: Axis
    package let panels: [Panel]

    /// One of them.
    package struct Panel: Hashable, Sendable {
        package let title: String
        package let series: [LineSeries]

        package init(_ title: String, series: [LineSeries]) {
            self.title = title
            self.series = series
        }
    }

    package init(_ heading: ChartHeading, x: Axis, y: Axis, panels: [Panel]) {
        self.heading = heading
        self.x = x
        self.y = y
        self.panels = panels
    }

    private static let leastWidth = 196.0
    private static let gap = 18.0
    private static let panelHeight = 130.0

    package func drawing(width: Double, hover: Hover) -> Drawing {
        let all = panels.flatMap(\.series)
        guard let (across, up) = LineSeries.extents(all, x, y, level: nil) else {
            return .words("There is nothing to draw: no value is a finite number.", width: width)
        }
        let legend = Legend(items: LineSeries.legend(all), width: width).drawing
        let fitting = Int((width + Self.gap) / (Self.leastWidth + Self.gap))
        let columns = max(1, min(fitting, panels.count, 4))
        // A lone panel need not fill the page.
        let room = (width - Self.gap * Double(columns - 1)) / Double(columns)
        let panelWidth = panels.count == 1 ? min(room, 420) : room
        let rowHeight =
            20 + PlotArea.roomAbove + Self.panelHeight + PlotArea.roomBelow + 8
        let drawn = panels.enumerated().map { index, panel -> Markup in
            let left = Double(index % columns) * (panelWidth + Self.gap)
            let top = legend.height + Double(index / columns) * rowHeight
            let area = PlotArea(
                x, over: across, y, over: up, left: left, top: top + 20, width: panelWidth,
                height: Self.panelHeight)
            let title = TextWidth.truncated(panel.title, to: panelWidth)
            return #"""
                <text class="strong" x="\#(left)" y="\#(top + 14)">\#(title)</text>\#(area.axes)\#
                \#(panel.series.map { $0.bandMarkup(in: area) })\#
                \#(panel.series.map { $0.markup(in: area, hover: hover) })
                """#
        }
        let rows = (panels.count + columns - 1) / columns
        return Drawing(
            width: width, height: legend.height + Double(rows) * rowHeight,
            body: legend.body + drawn.joined)
    }
}

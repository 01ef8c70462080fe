/// Values over two axes of categories, each written in its cell.
package struct HeatMap: Chart {
    package let heading: ChartHeading
    /// The titles of the axes.
    package let xTitle, yTitle: String
    /// The categories from left to right, and from top to bottom.
    package let columns, rows: [String]
    /// A row of cells for each of `rows`; nil where there is no value.
    package let cells: [[Cell?]]
    package let ramp: ColorRamp
    /// What the colors mean: the measure with its unit.
    package let measure: Axis
    /// What the colors reach over, where several maps shall have the same; nil for the values' own.
    package let range: ClosedRange<Double>?

    /// A value and how it is written.
    package struct Cell: Hashable, Sendable {
        package let value: Double
        package let text: String

        package init(_ value: Double, text: String) {
            self.value = value
            self.text = text
        }
    }

    package init(
        _ heading: ChartHeading, xTitle: String, yTitle: String, columns: [String],
        rows: [String], cells: [[Cell?]], ramp: ColorRamp, measure: Axis,
        range: ClosedRange<Double>? = nil
    ) {
        precondition(cells.count == rows.count && cells.allSatisfy { $0.count == columns.count })
        self.heading = heading
        self.xTitle = xTitle
        self.yTitle = yTitle
        self.columns = columns
        self.rows = rows
        self.cells = cells
        self.ramp = ramp
        self.measure = measure
        self.range = range
    }

    private static let cellHeight = 34.0
    private static let top = 46.0

    package func drawing(width: Double, hover: Hover) -> Drawing {
        let values = cells.joined().compactMap { $0?.value }.filter(\.isFinite)
        guard let lowest = values.min(), let highest = values.max() else {
            return .words("There is nothing to draw: no cell has a finite value.", width: width)
        }
        let least = min(lowest, range?.lowerBound ?? lowest)
        let greatest = max(highest, range?.upperBound ?? highest)
        let left = min(max(rows.map { TextWidth.of($0) }.max() ?? 0, 20), 0.34 * width) + 10
        // A cell must have room for its number, whatever the page's width.
        let needed =
            (cells.joined().compactMap { $0.map { TextWidth.of($0.text) } }.max() ?? 0) + 10
        let cell = max(needed, min(110, (width - left) / Double(columns.count)))
        let whole = max(width, left + cell * Double(columns.count))
        let bottom = Self.top + Self.cellHeight * Double(rows.count)
        let body: Markup = #"""
            <text class="muted" x="0" y="14">\#(yTitle) ↓</text>\#
            <text class="muted" x="\#(max(left, TextWidth.of(yTitle) + 26))" y="14">\#(xTitle) →</text>\#
            \#(columnNames(left, cell))\#(rowNames(left))\#
            \#(drawnCells(left, cell, least, greatest))\#
            \#(key(bottom + 16, least, greatest, whole))
            """#
        return Drawing(width: whole, height: bottom + 52, body: body)
    }

    private func columnNames(_ left: Double, _ cell: Double) -> [Markup] {
        columns.enumerated().map { index, name in
            let x = left + cell * (Double(index) + 0.5)
            let text = TextWidth.truncated(name, to: cell - 4)
            return #"""
                <text class="middle" x="\#(x)" y="\#(Self.top - 8)">\#(text)<title>\#(name)</title></text>
                """#
        }
    }

    private func rowNames(_ left: Double) -> [Markup] {
        rows.enumerated().map { index, name in
            let y = Self.top + Self.cellHeight * (Double(index) + 0.5) + 4
            let text = TextWidth.truncated(name, to: left - 10)
            return #"""
                <text class="end" x="\#(left - 8)" y="\#(y)">\#(text)<title>\#(name)</title></text>
                """#
        }
    }

    private func drawnCells(
        _ left: Double, _ width: Double, _ least: Double, _ greatest: Double
    ) -> [Markup] {
        cells.enumerated().flatMap { row, line in
            line.enumerated().map { column, cell -> Markup in
                let (x, y) = (
                    left + width * Double(column), Self.top + Self.cellHeight * Double(row)
                )
                let middle = (x: x + width / 2, y: y + Self.cellHeight / 2 + 4)
                guard let cell, cell.value.isFinite else {
                    return #"""
                        <text class="muted middle" x="\#(middle.x)" y="\#(middle.y)">–</text>
                        """#
                }
                let colors = ramp.colors(of: cell.value, from: least, to: greatest)
                return #"""
                    <rect x="\#(x + 0.5)" y="\#(y + 0.5)" width="\#(width - 1)" \#
                    height="\#(Self.cellHeight - 1)" rx="2" fill="\#(colors.fill.text)"/>\#
                    <text class="middle" x="\#(middle.x)" y="\#(middle.y)" \#
                    fill="\#(colors.text.text)">\#(cell.text)</text>
                    """#
            }
        }
    }

    /// The colors with their ends' values.
    private func key(
        _ y: Double, _ least: Double, _ greatest: Double, _ width: Double
    ) -> Markup {
        let count = 24
        let length = min(144, width / 3)
        let low = TickText.number(least)
        let start = TextWidth.of(low) + 8
        let boxes = (0..<count).map { index -> Markup in
            let share = (Double(index) + 0.5) / Double(count)
            let fill = ramp.colors(
                of: least + share * (greatest - least), from: least, to: greatest
            ).fill
            let x = start + length * Double(index) / Double(count)
            return #"""
                <rect x="\#(x)" y="\#(y)" width="\#(length / Double(count) + 0.3)" height="10" \#
                shape-rendering="crispEdges" fill="\#(fill.text)"/>
                """#
        }
        let high = TickText.number(greatest)
        let end = start + length + 8
        let measureStart = end + TextWidth.of(high) + 14
        let isBeside = measureStart + TextWidth.of(measure.label) <= width
        let label = TextWidth.truncated(measure.label, to: width)
        return #"""
            <text class="muted" x="0" y="\#(y + 9)">\#(low)</text>\#(boxes)\#
            <text class="muted" x="\#(end)" y="\#(y + 9)">\#(high)</text>\#
            <text class="muted" x="\#(isBeside ? measureStart : 0)" \#
            y="\#(y + (isBeside ? 9 : 28))">\#(label)</text>
            """#
    }
}

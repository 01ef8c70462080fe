/// Where the rows of a chart lie whose every row has a name and one mark: names and remarks stand
/// beside the marks, or above them where there is little width.
struct RowLayout {
    /// What is written on a row.
    struct Words {
        let name: String
        /// Beyond the marks, at the right.
        let remark: String
        /// The classes of the remark.
        let classes: String
    }

    let rows: [Words]
    let width: Double
    /// The ends of the room for marks.
    let left, right: Double
    let rowHeight: Double
    /// How many lines of words stand above each mark; none where they stand beside it.
    private let lineCount: Int

    private static let lineHeight = 16.0

    init(rows: [Words], width: Double) {
        self.rows = rows
        self.width = width
        let names = rows.map { TextWidth.of($0.name) }.max() ?? 0
        let remarks = rows.map { TextWidth.of($0.remark) }.max() ?? 0
        let room = width - names - remarks - 32
        if room >= max(200, 0.3 * width) {
            left = names + 16
            right = width - (remarks > 0 ? remarks + 16 : 8)
            (rowHeight, lineCount) = (24, 0)
        } else {
            (left, right) = (8, width - 8)
            let fits = rows.allSatisfy {
                TextWidth.of($0.name) + TextWidth.of($0.remark) + 12 <= width
            }
            lineCount = fits ? 1 : 2
            rowHeight = 24 + Self.lineHeight * Double(lineCount)
        }
    }

    /// The height of all rows.
    var height: Double { rowHeight * Double(rows.count) }

    /// The middle of a row's mark, from the top of the first row.
    func middle(_ row: Int) -> Double {
        rowHeight * Double(row) + Self.lineHeight * Double(lineCount) + 12
    }

    /// What is written on a row.
    func words(_ row: Int) -> Markup {
        let base = lineCount == 0 ? middle(row) + 4 : rowHeight * Double(row) + 14
        let words = rows[row]
        let name = TextWidth.truncated(words.name, to: width)
        let isBelow = lineCount == 2
        return #"""
            <text class="halo" x="0" y="\#(base)">\#(name)</text>\#
            <text class="halo \#(isBelow ? "" : "end ")\#(words.classes)" \#
            x="\#(isBelow ? 0 : width)" y="\#(base + (isBelow ? Self.lineHeight : 0))">\#
            \#(TextWidth.truncated(words.remark, to: width))</text>
            """#
    }

    /// The horizontal axis below the rows, with lines of the grid through them.
    func axis(_ axis: Axis, _ scale: Scale) -> Markup {
        let ticks = Ticks.of(scale.extent, atMost: max(2, Int((right - left) / 68)))
        let labels = TickText.labels(ticks, kind: axis.kind)
        let marks = zip(ticks, labels).map { tick, label -> Markup in
            guard let place = scale.position(tick) else { return "" }
            return #"""
                <path class="grid" d="M\#(place) 0V\#(height)"/>\#
                <text class="muted middle" x="\#(place)" y="\#(height + 17)">\#(label)</text>
                """#
        }
        let title = TextWidth.truncated(axis.label, to: width)
        let half = TextWidth.of(title) / 2
        let middle = min(max((left + right) / 2, half), width - half)
        return #"""
            \#(marks)<path class="axis" d="M\#(left) \#(height)H\#(right)"/>\#
            <text class="muted middle" x="\#(middle)" y="\#(height + 35)">\#(title)</text>
            """#
    }

    /// What the axis below the rows takes.
    static let roomBelow = 40.0
}

import Transformer

/// Lays a table out for a terminal: aligned columns, and the notes below.
package struct TerminalRenderer: Sendable {
    /// The columns of the terminal; nil where lines may be as long as they like.
    package let width: Int?
    /// Whether verdicts are shown in colour.
    package let usesColor: Bool

    /// The validation loss of each row over training, by the row's name, for a small curve of it.
    package let curves: [String: [Double?]]

    package init(
        width: Int? = nil, usesColor: Bool = false, curves: [String: [Double?]] = [:]
    ) {
        self.width = width
        self.usesColor = usesColor
        self.curves = curves
    }

    /// The table's text, with a line end after the last line.
    package func render(_ table: ResultsTable) -> String {
        let all = ResultsColumn.columns(of: table) + curveColumn(table)
        let kept = fitting(all, table)
        let widths = kept.map { Self.width(of: $0, in: table) }
        let cells = Array(zip(kept, widths))
        let header = cells.map { $0.padded($0.title, to: $1) }.joined(separator: Self.gap)
        let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: Self.gap)
        var lines = [
            terminal.style(table.name, .bold), "", terminal.style(trimmed(header), .bold),
            terminal.style(rule, .dim),
        ]
        for row in table.rows {
            let texts = cells.map { column, width in
                emphasized(column.padded(column.text(row), to: width), column, row)
            }
            lines.append(trimmed(texts.joined(separator: Self.gap)))
        }
        var notes = table.notes
        if kept.count < all.count {
            let titles = all.filter { column in !kept.contains { $0.title == column.title } }
                .map(\.title)
            notes.append(
                "Left out to fit the terminal: \(NumberText.list(titles)).")
        }
        if !notes.isEmpty { lines.append("") }
        lines += notes.flatMap { terminal.wrapped($0) }.map { terminal.style($0, .dim) }
        return lines.joined(separator: "\n") + "\n"
    }

    private var terminal: TerminalText { TerminalText(width: width, usesColor: usesColor) }

    private static let gap = "  "

    private static let curveWidth = 12

    /// The column of curves, where there are any: each from its own greatest loss to its least.
    private func curveColumn(_ table: ResultsTable) -> [ResultsColumn] {
        guard table.rows.contains(where: { curves[$0.name] != nil }) else { return [] }
        let column = ResultsColumn(title: "curve", alignment: .left, rank: 4) { row in
            curves[row.name].map { Sparkline.text($0, width: Self.curveWidth) }
                ?? ResultsColumn.nothing
        }
        return [column]
    }

    private static func width(of column: ResultsColumn, in table: ResultsTable) -> Int {
        table.rows.map { column.text($0).count }.reduce(column.title.count, max)
    }

    /// The columns that fit: with short texts where there are such, and then without the least
    /// important ones.
    private func fitting(_ columns: [ResultsColumn], _ table: ResultsTable) -> [ResultsColumn] {
        guard let width else { return columns }
        var kept = columns
        func total() -> Int {
            kept.map { Self.width(of: $0, in: table) + Self.gap.count }.reduce(-Self.gap.count, +)
        }
        if total() > width { kept = kept.map(\.shortened) }
        while total() > width,
            let least = kept.indices.filter({ kept[$0].rank > 0 }).max(by: {
                kept[$0].rank < kept[$1].rank
            })
        {
            kept.remove(at: least)
        }
        return kept
    }

    private func trimmed(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }

    /// A cell's text, a verdict in its colour.
    private func emphasized(
        _ cell: String, _ column: ResultsColumn, _ row: ResultsRow
    ) -> String {
        guard column.isVerdict, let verdict = row.comparison?.verdict else { return cell }
        return terminal.style(cell, TerminalText.Style(verdict))
    }
}

/// Writes a table as Markdown, as GitHub renders it.
package struct MarkdownRenderer: Sendable {
    package init() {}

    /// The table's text, with a line end after the last line.
    package func render(_ table: ResultsTable) -> String {
        let columns = ResultsColumn.columns(of: table)
        var lines = ["### \(Self.escaped(table.name))", ""]
        lines += Self.table(
            [columns.map(\.title)] + table.rows.map { row in columns.map { $0.text(row) } },
            left: Set(columns.indices.filter { columns[$0].alignment == .left }))
        if !table.notes.isEmpty { lines.append("") }
        lines += table.notes.map { "- " + Self.escaped($0) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The lines of a table of any texts.
    ///
    /// - Parameters:
    ///   - rows: All of one length; the first is the head.
    ///   - left: The columns that begin at their left edge; the others end at their right one.
    static func table(_ rows: [[String]], left: Set<Int> = []) -> [String] {
        let lines = rows.map { line($0.map(escaped)) }
        let columns = rows.first?.indices ?? 0..<0
        let rule = line(columns.map { left.contains($0) ? ":--" : "--:" })
        return lines.prefix(1) + [rule] + lines.dropFirst()
    }

    private static func line(_ cells: [String]) -> String {
        "| " + cells.joined(separator: " | ") + " |"
    }

    /// The text without anything that would end a cell or start a style.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "|", "*", "_", "<", "[", "]", "`", "\\": result += "\\" + String(character)
            case _ where character.isNewline: result += " "
            default: result.append(character)
            }
        }
        return result
    }
}

/// Writes a table as Markdown, as GitHub renders it.
package struct MarkdownRenderer: Sendable {
    package init() {}

    /// The table's text, with a line end after the last line.
    package func render(_ table: ResultsTable) -> String {
        let columns = ResultsColumn.columns(of: table)
        var lines = ["### \(escaped(table.name))", ""]
        lines.append(line(columns.map { escaped($0.title) }))
        lines.append(line(columns.map { $0.alignment == .left ? ":--" : "--:" }))
        for row in table.rows {
            lines.append(line(columns.map { escaped($0.text(row)) }))
        }
        if !table.notes.isEmpty { lines.append("") }
        lines += table.notes.map { "- " + escaped($0) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func line(_ cells: [String]) -> String {
        "| " + cells.joined(separator: " | ") + " |"
    }

    /// The text without anything that would end a cell or start a style.
    private func escaped(_ text: String) -> String {
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

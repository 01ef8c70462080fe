/// Texts in columns that line up, two spaces apart.
package struct TextTable {
    private let rows: [[String]]
    private let left: Set<Int>
    private let widths: [Int]

    /// - Parameters:
    ///   - rows: All of one length; the first is the head.
    ///   - left: The columns that begin at their left edge; the others end at their right one.
    package init(_ rows: [[String]], left: Set<Int> = []) {
        self.rows = rows
        self.left = left
        let columns = rows.first?.indices ?? 0..<0
        widths = columns.map { column in rows.map { $0[column].count }.max() ?? 0 }
    }

    /// A line for each row, without spaces at its end.
    package var lines: [String] {
        rows.map { row in
            let cells = row.enumerated().map { column, text in
                let padding = String(repeating: " ", count: widths[column] - text.count)
                return left.contains(column) ? text + padding : padding + text
            }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }

    /// The same, with a rule below the head.
    package var ruledLines: [String] {
        let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
        return lines.prefix(1) + [rule] + lines.dropFirst()
    }
}

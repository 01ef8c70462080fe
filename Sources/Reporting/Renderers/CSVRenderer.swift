import Sweeping
import Transformer

/// Writes a table as CSV (RFC 4180): a header, then a line per row, at full precision. The columns
/// are `case`, `variant`, the axes, and the fields that `JSONRenderer` explains; a field without a
/// value is empty. Notes are left out.
package struct CSVRenderer: Sendable {
    package init() {}

    /// The table's text; lines end in CR LF.
    package func render(_ table: ResultsTable) -> String {
        let all = ResultsField.all(of: table)
        let lines = table.rows.map { row in
            let axes = table.axes.map { row.values[$0]?.text ?? "" }
            let fields = all.map { $0.value(row) }.map { $0 == .null ? "" : $0.text }
            return [row.label ?? "", row.variant] + axes + fields
        }
        let names = ["case", "variant"] + table.axes + all.map(\.name)
        return ([names] + lines).map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined()
    }

    /// A field, between quotation marks where it holds something that would end it.
    private func quoted(_ field: String) -> String {
        guard field.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else {
            return field
        }
        return "\"" + field.replacing("\"", with: "\"\"") + "\""
    }
}

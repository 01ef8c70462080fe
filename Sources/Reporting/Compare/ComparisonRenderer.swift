import Sweeping

/// Lays a comparison of two variants out for a terminal.
package struct ComparisonRenderer: Sendable {
    let terminal: TerminalText

    /// - Parameters:
    ///   - width: The columns of the terminal, which curves and samples are fitted to; nil where
    ///     lines may be as long as they like.
    ///   - usesColor: Whether headings stand out, and what is better or worse is coloured.
    package init(width: Int? = nil, usesColor: Bool = false) {
        terminal = TerminalText(width: width, usesColor: usesColor)
    }

    /// The comparison's text, with a line end after the last line.
    package func render(_ comparison: VariantComparison) -> String {
        var lines = [
            terminal.style(comparison.name, .bold), "A  \(comparison.a)", "B  \(comparison.b)",
        ]
        for cell in comparison.cells {
            lines += sections(of: cell).flatMap { [""] + $0 }
        }
        if !comparison.notes.isEmpty { lines.append("") }
        lines += comparison.notes.flatMap { terminal.wrapped($0) }.map { terminal.style($0, .dim) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func sections(of cell: CellComparison) -> [[String]] {
        let values = cell.cell.sorted { $0.key < $1.key }.map { "\($0) \($1.text)" }
        let heading =
            values.isEmpty ? [] : [[terminal.style(values.joined(separator: ", "), .bold)]]
        return heading
            + [
                ownValues(cell), losses(cell), curves(cell), costs(cell), positions(cell),
                heads(cell), probes(cell), samples(cell),
            ].compactMap(\.self)
    }

    /// What tells the two rows apart beside the variant: their options, what was tuned, and what their
    /// cases set.
    private func ownValues(_ cell: CellComparison) -> [String]? {
        let lines = [("A", cell.a.values), ("B", cell.b.values)].flatMap { title, values in
            values.isEmpty
                ? [] : terminal.wrapped("\(title): \(CellCondition.description(values))")
        }
        return lines.isEmpty ? nil : lines
    }

    /// A section: its heading, and a table below it.
    func section(_ heading: String, _ rows: [[String]], left: Set<Int> = []) -> [String] {
        [terminal.style(heading, .bold)] + TextTable(rows, left: left).ruledLines
    }
}

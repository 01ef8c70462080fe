import Sweeping

/// Lays a comparison of two variants out for a terminal.
package struct ComparisonRenderer: Sendable {
    /// The columns of the terminal; nil where lines may be as long as they like.
    let width: Int?
    let usesColor: Bool

    /// - Parameters:
    ///   - width: The columns of the terminal, which curves and samples are fitted to; nil where
    ///     lines may be as long as they like.
    ///   - usesColor: Whether headings stand out, and what is better or worse is coloured.
    package init(width: Int? = nil, usesColor: Bool = false) {
        self.width = width
        self.usesColor = usesColor
    }

    /// The comparison's text, with a line end after the last line.
    package func render(_ comparison: VariantComparison) -> String {
        var lines = [
            style(comparison.name, .bold), "A  \(comparison.a)", "B  \(comparison.b)",
        ]
        for cell in comparison.cells {
            lines += sections(of: cell).flatMap { [""] + $0 }
        }
        if !comparison.notes.isEmpty { lines.append("") }
        lines += comparison.notes.flatMap { wrapped($0) }.map { style($0, .dim) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func sections(of cell: CellComparison) -> [[String]] {
        let values = cell.cell.sorted { $0.key < $1.key }.map { "\($0) \($1.text)" }
        let heading = values.isEmpty ? [] : [[style(values.joined(separator: ", "), .bold)]]
        return heading
            + [
                losses(cell), curves(cell), costs(cell), positions(cell), heads(cell),
                probes(cell), samples(cell),
            ].compactMap(\.self)
    }

    /// A section: its heading, and a table below it.
    func section(_ heading: String, _ rows: [[String]], left: Set<Int> = []) -> [String] {
        [style(heading, .bold)] + TextTable(rows, left: left).ruledLines
    }

    /// A sentence in lines of the terminal's width.
    func wrapped(_ sentence: String) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in sentence.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > width ?? 100 {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return lines + [line]
    }

    /// The terminal's codes (ECMA-48, SGR).
    enum Style: Int {
        case bold = 1
        case dim = 2
        case red = 31
        case green = 32
    }

    func style(_ text: String, _ style: Style) -> String {
        usesColor ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }
}

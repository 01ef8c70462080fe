import Sweeping

/// What the trained weights show, where they were analysed.
extension ComparisonRenderer {
    /// Where in the block a variant wins.
    func positions(_ cell: CellComparison) -> [String]? {
        guard !cell.positions.isEmpty else { return nil }
        let rows = cell.positions.map { position in
            [
                position.first == position.last
                    ? "\(position.first)" : "\(position.first)-\(position.last)",
                NumberText.loss(position.a), NumberText.loss(position.b),
                NumberText.difference(position.difference),
            ]
        }
        return section(
            "Validation loss by position in the block, in nats",
            [["position", "A", "B", "B - A"]] + rows)
    }

    /// How far and how widely heads look.
    func heads(_ cell: CellComparison) -> [String]? {
        guard !cell.attention.isEmpty else { return nil }
        func text(_ value: Double?) -> String { value.map(NumberText.ratio) ?? "-" }
        let rows = cell.attention.map { head in
            [
                "\(head.layer)", "\(head.head)", text(head.a?.distance), text(head.b?.distance),
                text(head.a?.entropy), text(head.b?.entropy),
            ]
        }
        return section(
            "Attention's distance, in tokens, and entropy, in nats",
            [["layer", "head", "distance A", "distance B", "entropy A", "entropy B"]] + rows)
    }

    /// Texts, one under the other.
    func samples(_ cell: CellComparison) -> [String]? {
        guard let samples = cell.samples else { return nil }
        let heading =
            "Samples of seed \(samples.seed) at temperature "
            + "\(NumberText.plain(samples.temperature))"
        let texts = [("A", samples.a), ("B", samples.b)].flatMap { title, text in
            ["", terminal.style(title, .bold)] + lines(samples.prompt + text).map { "  " + $0 }
        }
        return [terminal.style(heading, .bold)] + texts
    }

    /// A model's text in lines that fit, with the ends of lines and the tabs of any system. What it
    /// writes may be anything, also what would steer the terminal.
    private func lines(_ text: String) -> [String] {
        let room = max(1, (terminal.width ?? 100) - 2)
        let shown = String(
            String.UnicodeScalarView(
                text.unicodeScalars.compactMap { scalar -> Unicode.Scalar? in
                    switch scalar.properties.generalCategory {
                    case _ where scalar == "\n" || scalar == "\t": scalar
                    case _ where scalar == "\r": nil
                    case .control, .format, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
                    default: scalar
                    }
                }))
        return shown.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            var rest = Self.expanded(line)[...]
            var parts: [String] = []
            repeat {
                parts.append(String(rest.prefix(room)))
                rest = rest.dropFirst(room)
            } while !rest.isEmpty
            return parts
        }
    }

    /// A line with spaces up to the next eighth column for each tab.
    private static func expanded(_ line: Substring) -> String {
        line.reduce(into: "") { text, character in
            text +=
                character == "\t"
                ? String(repeating: " ", count: 8 - text.count % 8) : String(character)
        }
    }
}

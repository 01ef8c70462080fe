/// The facts of one command's line, from which it is both read and explained.
package struct CommandUsage: Sendable {
    package let name: String
    /// One line, for the list of commands.
    package let summary: String
    /// What else its help says.
    package let details: String
    package let operands: [Operand]
    package let options: [CommandOption]

    package init(
        _ name: String, summary: String, details: String = "", operands: [Operand] = [],
        options: [CommandOption] = []
    ) {
        self.name = name
        self.summary = summary
        self.details = details
        self.operands = operands
        self.options = options + [.help]
    }

    /// How the command is called, on one line: `varia sweep SPEC [options]`.
    var synopsis: String {
        (["varia", name] + operands.map(\.spelling) + ["[options]"]).joined(separator: " ")
    }

    /// The text of `--help`.
    package var help: String {
        var sections = ["\(summary).", "Usage: \(synopsis)"]
        if !details.isEmpty { sections.append(details) }
        let operandLines = Self.columns(operands.map { ($0.spelling, $0.summary) })
        if !operandLines.isEmpty { sections.append("Arguments:\n" + operandLines) }
        sections.append("Options:\n" + Self.columns(options.map { ($0.spelling, $0.summary) }))
        return sections.joined(separator: "\n\n") + "\n"
    }

    /// Two columns, the first as wide as its widest entry.
    static func columns(_ lines: [(name: String, summary: String)]) -> String {
        let width = lines.map(\.name.count).max() ?? 0
        return lines.map { line in
            let gap = String(repeating: " ", count: width - line.name.count + 2)
            let indent = String(repeating: " ", count: width + 4)
            let summary = line.summary.split(separator: "\n").joined(separator: "\n" + indent)
            return "  \(line.name)\(gap)\(summary)"
        }.joined(separator: "\n")
    }
}

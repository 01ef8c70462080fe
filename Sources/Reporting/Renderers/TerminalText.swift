/// How text is laid out and coloured for a terminal.
struct TerminalText: Sendable {
    /// The columns of the terminal; nil where lines may be as long as they like.
    let width: Int?
    let usesColor: Bool

    /// The terminal's codes (ECMA-48, SGR).
    enum Style: Int {
        case bold = 1
        case dim = 2
        case red = 31
        case green = 32
        case yellow = 33
        case cyan = 36

        /// That of a verdict.
        init(_ verdict: Verdict) {
            switch verdict {
            case .better: self = .green
            case .worse: self = .red
            case .equivalent: self = .cyan
            case .undecided: self = .yellow
            case .incomplete, .oneSeed: self = .dim
            }
        }
    }

    func style(_ text: String, _ style: Style) -> String {
        usesColor ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// A sentence in lines of the terminal's width.
    func wrapped(_ sentence: String) -> [String] {
        let width = width ?? 100
        var lines: [String] = []
        var line = ""
        for word in sentence.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return lines + [line]
    }
}

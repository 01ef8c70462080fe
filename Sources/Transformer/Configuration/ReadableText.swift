extension String {
    /// A sentence that quotes what somebody wrote, as a terminal may show it: in one line, with
    /// control characters spelled as JSON spells them, and shortened in its middle where it quotes
    /// more than anybody reads.
    var readable: String {
        var text = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .format:
                let digits = String(scalar.value, radix: 16)
                let zeros = String(repeating: "0", count: max(0, 4 - digits.count))
                text.append(contentsOf: "\\u\(zeros)\(digits)".unicodeScalars)
            default: text.append(scalar)
            }
        }
        guard text.count > Self.greatestLength else { return String(text) }
        let half = Self.greatestLength / 2
        let left = text.count - 2 * half
        return "\(String(text.prefix(half))) [... \(left) characters ...] "
            + String(text.suffix(half))
    }

    /// No sentence of Varia's own words is as long.
    private static let greatestLength = 2_000
}

/// How wide text is, about: a drawing is laid out where no font is at hand.
///
/// The widths are those of the widest of the common sans-serif fonts (DejaVu Sans), rounded up, so that
/// text rather has room left.
enum TextWidth {
    /// In pixels, for a font of `size` pixels.
    static func of(_ text: String, size: Double = ChartStyle.fontSize) -> Double {
        text.unicodeScalars.reduce(0) { $0 + share(of: $1) } * size
    }

    /// The text, its end left out where it is wider than so many pixels.
    static func truncated(
        _ text: String, to width: Double, size: Double = ChartStyle.fontSize
    ) -> String {
        guard of(text, size: size) > width else { return text }
        var kept = ""
        var used = share(of: "…") * size
        for character in text {
            used += of(String(character), size: size)
            guard used <= width else { break }
            kept.append(character)
        }
        return kept + "…"
    }

    /// The text in lines that are not wider than so many pixels, unless a word is.
    static func lines(
        _ text: String, width: Double, size: Double = ChartStyle.fontSize
    ) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            let longer = line.isEmpty ? String(word) : line + " " + word
            if !line.isEmpty, of(longer, size: size) > width {
                lines.append(line)
                line = String(word)
            } else {
                line = longer
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }

    private static func share(of scalar: Unicode.Scalar) -> Double {
        switch scalar {
        case "i", "l", "j", "I", "'", "|", ".", ",", ":", ";", "!": 0.34
        case " ", "f", "t", "r", "(", ")", "[", "]", "-", "/", "\"": 0.42
        case "m", "w", "M", "W", "%", "…", "@": 1
        case "+", "=", "±", "−", "<", ">", "~", "×": 0.84
        case "A"..."Z": 0.78
        case _ where scalar.value >= 0x1100: 1.05
        default: 0.64
        }
    }
}

import Corpora
import Reporting
import Training

/// What `varia confidence` tells. The members of its JSON are stable.
struct ConfidenceReport: Encodable {
    let variant: String
    /// The step of the weights.
    let step: Int
    let parts: [Part]

    struct Part: Encodable {
        let part: String
        /// The number of scored positions.
        let positions: Int
        /// Of the highest predicted probabilities; nil where there are none.
        let mean: Double?
        let minimum: Double?
        let maximum: Double?
        /// How many lie from 0 to 0.1, from there to 0.2, and so on to 1.
        let histogram: [Int]

        init(_ part: Split.Part, _ confidence: Confidence) {
            self.part = part.rawValue
            positions = confidence.count
            mean = confidence.mean
            minimum = confidence.minimum
            maximum = confidence.maximum
            histogram = confidence.histogram
        }
    }

    /// A table of the parts, and a histogram of each.
    var text: String {
        func number(_ value: Double?) -> String { value.map(NumberText.loss) ?? "none" }
        let rows: [(String, (Part) -> String)] = [
            ("", \.part), ("positions", { NumberText.count(Double($0.positions)) }),
            ("mean", { number($0.mean) }), ("minimum", { number($0.minimum) }),
            ("maximum", { number($0.maximum) }),
        ]
        let table = rows.map { name, value in
            Self.padded(name, to: -Self.columnWidth)
                + parts.map { Self.padded(value($0), to: Self.columnWidth) }.joined()
        }
        let title =
            "The highest predicted probability of each scored position, of \(variant) after step "
            + "\(step)"
        return ([title, ""] + table + parts.flatMap(Self.histogram)).joined(separator: "\n") + "\n"
    }

    private static let columnWidth = 12
    /// The length of the longest bar.
    private static let barWidth = 50

    private static func histogram(_ part: Part) -> [String] {
        let most = part.histogram.max() ?? 0
        let digits = "\(most)".count
        let lines = part.histogram.enumerated().map { bin, count in
            let border = ["0.\(bin)", bin == 9 ? "1.0" : "0.\(bin + 1)"].joined(separator: " to ")
            // Whatever is there is to be seen.
            let length = most > 0 ? (count * barWidth + most - 1) / most : 0
            let bar = String(repeating: "#", count: length)
            let line = "  \(border)  \(padded("\(count)", to: digits))"
            return bar.isEmpty ? line : line + "  " + bar
        }
        return ["", part.part] + lines
    }

    /// A text with spaces before it, or after it for a negative width.
    private static func padded(_ text: String, to width: Int) -> String {
        let spaces = String(repeating: " ", count: max(0, abs(width) - text.count))
        return width < 0 ? text + spaces : spaces + text
    }
}

import Foundation

/// Numbers as people read them. The decimal point and the separator of thousands do not depend on
/// the machine's language.
package enum NumberText {
    /// A loss or a difference of losses: four decimals.
    package static func loss(_ value: Double) -> String { fixed(value, decimals: 4) }

    /// A difference of losses, with its sign.
    package static func difference(_ value: Double) -> String {
        let text = loss(abs(value))
        return (value < 0 && text != loss(0) ? "-" : "+") + text
    }

    /// A number of things, with separated thousands: `10,745,088`.
    package static func count(_ value: Double) -> String {
        let digits = fixed(value.rounded(), decimals: 0)
        var groups: [Substring] = []
        var rest = digits.drop { $0 == "-" }
        while !rest.isEmpty {
            groups.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        return (value < 0 ? "-" : "") + groups.joined(separator: ",")
    }

    /// A ratio, with about three figures.
    package static func ratio(_ value: Double) -> String {
        guard value == 0 || abs(value) >= 0.0995 else { return significant(value) }
        return fixed(value, decimals: value < 10 ? 2 : value < 100 ? 1 : 0)
    }

    /// A number of any size, with three significant figures: `0.00874`, `-2.67e-07`.
    package static func significant(_ value: Double, signed: Bool = false) -> String {
        let sign = signed && value >= 0 ? "+" : ""
        guard value != 0, value.isFinite else { return sign + fixed(value, decimals: 0) }
        let exponent = Int(log10(abs(value)).rounded(.down))
        // The exponent's letter would depend on the language.
        guard exponent >= -6 else { return sign + String(format: "%.2e", value) }
        return sign + fixed(value, decimals: max(0, 2 - exponent))
    }

    /// A large count with a unit's prefix: `28.0 MB`, `1.6 M`.
    package static func scaled(_ value: Double, unit: String = "") -> String {
        let prefixes = ["", "k", "M", "G", "T", "P"]
        var value = value
        var place = 0
        while abs(value) >= 999.5, place < prefixes.count - 1 {
            value /= 1000
            place += 1
        }
        let decimals = place == 0 || abs(value) >= 99.95 ? 0 : 1
        let suffix = prefixes[place] + unit
        return fixed(value, decimals: decimals) + (suffix.isEmpty ? "" : " " + suffix)
    }

    /// A share of something, between 0 and 1: `61%`, `0.4%`.
    package static func percent(_ share: Double) -> String {
        fixed(100 * share, decimals: share < 0.0995 ? 1 : 0) + "%"
    }

    /// Shares of one whole, each as `percent` has it, but for the greatest, which gives way where
    /// the rounded ones would add up to more than 100%.
    package static func percents(_ shares: [Double]) -> [String] {
        var texts = shares.map(percent)
        let shown = texts.map { Double($0.dropLast()) ?? 0 }
        guard let greatest = shares.indices.max(by: { shares[$0] < shares[$1] }),
            shares.reduce(0, +) < 1.005, shown.reduce(0, +) > 100 + 1e-9
        else { return texts }
        let left = 100 - (shown.reduce(0, +) - shown[greatest])
        let isWhole = abs(left - left.rounded()) < 1e-9
        texts[greatest] = fixed(left, decimals: isWhole ? 0 : 1) + "%"
        return texts
    }

    /// A p-value: two significant figures, three decimals at the most.
    package static func probability(_ p: Double) -> String {
        p < 0.0005 ? "<0.001" : fixed(p, decimals: p < 0.0995 ? 3 : 2)
    }

    /// Three significant figures without zeros at the end: `8.5`.
    package static func plain(_ value: Double) -> String {
        let text = significant(value)
        guard text.contains("."), !text.contains("e") else { return text }
        let digits = text.reversed().drop { $0 == "0" }
        return String(digits.drop { $0 == "." }.reversed())
    }

    /// A number with all its digits, as somebody would write it by hand: `0.01`, `7`.
    package static func exact(_ value: Double) -> String {
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// Words joined as in a sentence: `32 and 64`.
    package static func list(_ words: [String]) -> String {
        guard words.count > 1 else { return words.joined() }
        return words.dropLast().joined(separator: ", ") + " and " + words[words.count - 1]
    }

    private static func fixed(_ value: Double, decimals: Int) -> String {
        // Without a locale, which is no language's, and in a table of thousands of rows much quicker.
        String(format: "%.\(decimals)f", value)
    }
}

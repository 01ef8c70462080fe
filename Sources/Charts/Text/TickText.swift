import Foundation

/// The numbers beside an axis.
enum TickText {
    /// A text for each tick, all with the decimals that tell them apart, so that they line up.
    static func labels(_ ticks: [Double], kind: Scale.Kind) -> [String] {
        if kind == .logarithmic || ticks.count < 2 { return distinct(ticks) }
        let step = zip(ticks, ticks.dropFirst()).map { $1 - $0 }.min() ?? 1
        let greatest = ticks.map { abs($0) }.max() ?? 0
        guard greatest < 9_999.5, step >= 1e-6 else { return distinct(ticks) }
        // As many decimals as the step itself has: a step of 0.025 has three.
        let decimals = (0...8).first { decimals in
            let scaled = step * pow(10, Double(decimals))
            return abs(scaled - scaled.rounded()) < 1e-6 * scaled
        }
        return ticks.map { signed(String(format: "%.\(decimals ?? 8)f", $0)) }
    }

    /// Numbers with as many figures as tell them apart.
    private static func distinct(_ ticks: [Double]) -> [String] {
        for figures in 3..<12 {
            let labels = ticks.map { number($0, figures: figures) }
            if Set(labels).count == Set(ticks).count { return labels }
        }
        return ticks.map { number($0, figures: 12) }
    }

    /// A number of any size with so many figures at most: `0.05`, `120`, `1.5 M`, `2e-7`.
    static func number(_ value: Double, figures: Int = 3) -> String {
        let size = abs(value)
        guard value.isFinite else { return "?" }
        if size == 0 { return "0" }
        if size < 1e-4 || size >= 1e18 {
            let exponent = Int(log10(size).rounded(.down))
            let factor = trimmed(value / pow(10, Double(exponent)), decimals: figures - 1)
            return signed("\(factor)e\(exponent)")
        }
        let prefixes = ["", " k", " M", " G", " T", " P"]
        var rest = value
        var place = 0
        while abs(rest) >= (place == 0 ? 9_999.5 : 999.5), place < prefixes.count - 1 {
            rest /= 1000
            place += 1
        }
        let exponent = Int(log10(abs(rest)).rounded(.down))
        return signed(trimmed(rest, decimals: max(0, figures - 1 - exponent)) + prefixes[place])
    }

    private static func trimmed(_ value: Double, decimals: Int) -> String {
        let text = String(format: "%.\(decimals)f", value)
        guard text.contains(".") else { return text }
        let short = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
        return String(short.reversed())
    }

    /// With a minus sign in place of the hyphen, and without one before zero.
    private static func signed(_ text: String) -> String {
        guard text.hasPrefix("-") else { return text }
        let digits = text.dropFirst()
        return digits.contains { ("1"..."9").contains($0) } ? "−" + digits : String(digits)
    }
}

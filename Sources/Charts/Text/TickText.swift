import Foundation

/// The numbers beside an axis.
enum TickText {
    /// A text for each tick, all with the decimals that tell them apart, so that they line up.
    static func labels(_ ticks: [Double], kind: Scale.Kind) -> [String] {
        if kind == .logarithmic || ticks.count < 2 { return ticks.map { number($0) } }
        let step = zip(ticks, ticks.dropFirst()).map { $1 - $0 }.min() ?? 1
        let greatest = ticks.map { abs($0) }.max() ?? 0
        guard greatest < 9_999.5, step >= 1e-6 else { return ticks.map { number($0) } }
        let decimals = max(0, Int((-log10(step) - 1e-9).rounded(.up)))
        return ticks.map { signed(String(format: "%.\(decimals)f", $0)) }
    }

    /// A number of any size with three figures at most: `0.05`, `120`, `1.5 M`, `2e-7`.
    static func number(_ value: Double) -> String {
        let size = abs(value)
        guard value.isFinite else { return "?" }
        if size == 0 { return "0" }
        if size < 1e-4 || size >= 1e18 {
            let exponent = Int(log10(size).rounded(.down))
            let factor = trimmed(value / pow(10, Double(exponent)), decimals: 2)
            return signed("\(factor)e\(exponent)")
        }
        let prefixes = ["", " k", " M", " G", " T", " P"]
        var rest = value
        var place = 0
        while abs(rest) >= (place == 0 ? 9_999.5 : 999.5), place < prefixes.count - 1 {
            rest /= 1000
            place += 1
        }
        let figures = Int(log10(abs(rest)).rounded(.down))
        return signed(trimmed(rest, decimals: max(0, 2 - figures)) + prefixes[place])
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

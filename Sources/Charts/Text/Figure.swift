import Foundation

/// A figure that a point says of itself.
enum Figure {
    /// With five significant digits, as many as tell two losses apart: `1.9235`, `12,000`, `−0.0123`.
    static func text(_ value: Double) -> String {
        guard value.isFinite else { return "not finite" }
        let size = abs(value)
        if size >= 100_000 || (size > 0 && size < 1e-5) { return TickText.number(value) }
        let whole = size == 0 ? 0 : Int(log10(size).rounded(.down))
        var text = String(format: "%.\(max(0, min(6, 4 - whole)))f", value)
        if text.contains(".") {
            while text.hasSuffix("0") { text.removeLast() }
            if text.hasSuffix(".") { text.removeLast() }
        }
        return text.hasPrefix("-") ? "−" + text.dropFirst() : text
    }
}

import Foundation

/// Places values along a line of pixels.
package struct Scale: Hashable, Sendable {
    /// How distances on an axis are meant.
    package enum Kind: String, Hashable, Sendable {
        /// Equal distances are equal differences.
        case linear
        /// Equal distances are equal ratios; it has no place for zero and below.
        case logarithmic

        /// Whether an axis has a place for a value.
        func shows(_ value: Double) -> Bool {
            value.isFinite && (self == .linear || value > 0)
        }
    }

    let extent: Extent
    /// Where the extent's lower end lies, in pixels.
    let start: Double
    /// Where its upper end lies; before `start` on an axis that points upwards.
    let end: Double

    /// The pixel of a value, which may lie beyond the ends; nil where the axis has no place for it.
    func position(_ value: Double) -> Double? {
        guard extent.kind.shows(value) else { return nil }
        let share =
            switch extent.kind {
            case .linear: (value - extent.lower) / (extent.upper - extent.lower)
            case .logarithmic: log(value / extent.lower) / log(extent.upper / extent.lower)
            }
        return start + share * (end - start)
    }

    /// The same within the ends, for what may be cut off there.
    func clamped(_ value: Double) -> Double? {
        position(value).map { min(max($0, min(start, end)), max(start, end)) }
    }

    /// A power of a number, for who does not import Foundation.
    static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}

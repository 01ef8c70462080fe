import Foundation

/// The width at which a variant costs most nearly what the baseline costs.
package struct WidthMatch: Hashable, Sendable, Codable {
    /// What was made equal.
    package var cost: MatchedCost
    /// The variant, or the label of the case, whose cost it was to have.
    package var baseline: String
    /// The width that the spec gives both.
    package var specifiedWidth: Int
    /// The width that the variant has in its place.
    package var width: Int
    /// What is left: the variant's cost over the baseline's, less 1. 0.01 is 1% dearer.
    package var miss: Double

    package init(
        cost: MatchedCost, baseline: String, specifiedWidth: Int, width: Int, miss: Double
    ) {
        self.cost = cost
        self.baseline = baseline
        self.specifiedWidth = specifiedWidth
        self.width = width
        self.miss = miss
    }

    /// The greatest miss that needs no warning, either way.
    package static let tolerance = 0.1

    /// Whether the variant costs so much more or less that a comparison is hardly a fair one.
    package var isFar: Bool { abs(miss) > Self.tolerance }

    /// The miss in per cent, with its sign: `+0.4%`.
    package var missText: String {
        let text = String(format: "%.1f", abs(100 * miss))
        // A miss that rounds to none has no direction.
        return (miss < 0 && text != "0.0" ? "-" : "+") + text + "%"
    }
}

/// The numbers that a key takes.
package struct AllowedRange<Value: Comparable & Sendable>: Sendable {
    private let lower: Value?
    private let upper: Value?
    private let lowerIsIncluded: Bool
    private let upperIsIncluded: Bool

    private init(
        lower: Value? = nil, upper: Value? = nil, lowerIsIncluded: Bool = true,
        upperIsIncluded: Bool = true
    ) {
        self.lower = lower
        self.upper = upper
        self.lowerIsIncluded = lowerIsIncluded
        self.upperIsIncluded = upperIsIncluded
    }

    /// Every number.
    package static var any: Self { Self() }
    /// This number and greater ones.
    package static func atLeast(_ lower: Value) -> Self { Self(lower: lower) }
    /// Greater numbers than this.
    package static func above(_ lower: Value) -> Self { Self(lower: lower, lowerIsIncluded: false) }
    /// From one number to another, both included.
    package static func between(_ lower: Value, _ upper: Value) -> Self {
        Self(lower: lower, upper: upper)
    }
    /// From a number, which is included, to another, which is not.
    package static func from(_ lower: Value, below upper: Value) -> Self {
        Self(lower: lower, upper: upper, upperIsIncluded: false)
    }

    package func contains(_ value: Value) -> Bool {
        // A NaN fails both comparisons, and so is in no bounded range.
        if let lower, !(lowerIsIncluded ? value >= lower : value > lower) { return false }
        if let upper, !(upperIsIncluded ? value <= upper : value < upper) { return false }
        return true
    }

    /// A phrase that follows "a number", empty for every number.
    package var phrase: String {
        let from = lower.map { lowerIsIncluded ? "of at least \($0)" : "above \($0)" }
        let to = upper.map { upperIsIncluded ? "at most \($0)" : "below \($0)" }
        return [from, to].compactMap(\.self).joined(separator: " and ")
    }
}

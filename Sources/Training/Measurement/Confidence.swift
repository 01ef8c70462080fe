/// How sure a model is: statistics of the highest predicted probability of each scored position.
package struct Confidence: Hashable, Sendable, Codable {
    /// The number of positions.
    package private(set) var count = 0
    /// Nil, as the others, where there is no position.
    package var mean: Double? { count > 0 ? sum / Double(count) : nil }
    package private(set) var minimum: Double?
    package private(set) var maximum: Double?
    /// How many positions have a probability from 0 to 0.1, from there to 0.2, and so on to 1; a
    /// border belongs to the bin above it.
    package private(set) var histogram = [Int](repeating: 0, count: binCount)
    private var sum = 0.0

    package static let binCount = 10

    /// Of no position.
    package init() {}

    /// Counts a position. A probability that is not finite, as of a model that has diverged, is no
    /// confidence and is left out.
    package mutating func count(_ probability: Float) {
        guard probability.isFinite else { return }
        let value = Double(probability)
        count += 1
        sum += value
        minimum = Swift.min(minimum ?? value, value)
        maximum = Swift.max(maximum ?? value, value)
        let bin = Int(value * Double(Self.binCount))
        histogram[Swift.min(Swift.max(bin, 0), Self.binCount - 1)] += 1
    }
}

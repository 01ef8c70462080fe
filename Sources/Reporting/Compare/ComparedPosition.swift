import Sweeping

/// The loss at some positions of the block: of the prediction of the next token after so many tokens,
/// and one more.
package struct ComparedPosition: Hashable, Sendable, Encodable {
    /// Positions are counted from 0; the last one included.
    package let first: Int
    package let last: Int
    /// The mean over all predictions there and over the pairs, in nats.
    package let a: Double
    package let b: Double
    package let difference: Double
}

extension ComparedPosition {
    /// In octaves: 0, 1, 2 to 3, 4 to 7, and so on to the end of the block.
    ///
    /// - Parameter pairs: The analyses of the pairs that both have one.
    static func octaves(
        _ pairs: [(a: TrialAnalysis, b: TrialAnalysis)]
    ) -> [ComparedPosition] {
        let known = pairs.filter { $0.a.lossByPosition != nil && $0.b.lossByPosition != nil }
        let lengths = known.flatMap { [$0.a.lossByPosition, $0.b.lossByPosition] }
            .compactMap { $0?.count }
        guard let length = lengths.min() else { return [] }
        var result: [ComparedPosition] = []
        var first = 0
        while first < length {
            let range = first..<min(length, max(1, 2 * first))
            let a = Statistics.mean(known.map { mean($0.a, range) })
            let b = Statistics.mean(known.map { mean($0.b, range) })
            result.append(
                ComparedPosition(
                    first: first, last: range.upperBound - 1, a: a, b: b, difference: b - a))
            first = range.upperBound
        }
        return result
    }

    /// The mean over the predictions of some positions.
    private static func mean(_ analysis: TrialAnalysis, _ range: Range<Int>) -> Double {
        let losses = (analysis.lossByPosition ?? [])[range]
        let counts = analysis.predictionsByPosition.map { Array($0[range]) }
        let weights = (counts ?? losses.map { _ in 1 }).map { Double($0) }
        let sum = zip(losses, weights).reduce(0) { $0 + $1.0 * $1.1 }
        return sum / weights.reduce(0, +)
    }
}

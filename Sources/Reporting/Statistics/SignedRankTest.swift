import Foundation

/// Wilcoxon's signed-rank test of whether differences lie around 0, which asks nothing of how they
/// are distributed but that they be symmetric (Wilcoxon 1945, "Individual comparisons by ranking
/// methods").
package struct SignedRankTest: Hashable, Sendable {
    /// The differences that are not 0; the others say nothing about a direction and are left out.
    package let count: Int
    /// The sum of the ranks of the positive differences, by size.
    package let positiveRanks: Double
    /// The two-sided p-value; 1 where all differences are 0.
    package let p: Double

    /// Up to so many differences p is exact: all signs are equally likely. Beyond it is that of a
    /// normal distribution of the same variance.
    private static let greatestExactCount = 50

    package init(_ differences: [Double]) {
        let used = differences.filter { $0 != 0 }
        let ranks = Statistics.ranks(used.map(abs))
        count = used.count
        positiveRanks = zip(used, ranks).reduce(0) { $1.0 > 0 ? $0 + $1.1 : $0 }
        p =
            used.isEmpty
            ? 1
            : used.count <= Self.greatestExactCount
                ? Self.exactP(ranks, positiveRanks) : Self.normalP(ranks, positiveRanks)
    }

    /// Twice the share of all choices of signs whose sum lies as far out on the nearer side.
    private static func exactP(_ ranks: [Double], _ sum: Double) -> Double {
        // Twice a rank is a whole number, as ties share the mean of whole ones.
        let steps = ranks.map { Int(2 * $0) }
        var ways = [Double](repeating: 0, count: steps.reduce(0, +) + 1)
        ways[0] = 1
        var reached = 0
        for step in steps {
            reached += step
            for place in stride(from: reached, through: step, by: -1) {
                ways[place] += ways[place - step]
            }
        }
        let place = Int(2 * sum)
        let tail = min(ways[...place].reduce(0, +), ways[place...].reduce(0, +))
        return min(1, 2 * tail / exp2(Double(ranks.count)))
    }

    private static func normalP(_ ranks: [Double], _ sum: Double) -> Double {
        let mean = ranks.reduce(0, +) / 2
        // That of independent signs, ties included.
        let variance = ranks.reduce(0) { $0 + $1 * $1 } / 4
        return erfc(abs(sum - mean) / (2 * variance).squareRoot())
    }
}

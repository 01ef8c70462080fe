/// How much of the variance of some values each of several factors explains.
///
/// A factor's share is what a linear model with a level for each of its values loses of R^2 when the
/// factor is left out, less what as many levels would explain by chance (epsilon squared: Kelley 1935,
/// "An unbiased correlation ratio measure"). In a grid without gaps this is the main effect of the
/// analysis of variance; where factors go together, what only all of them explain belongs to none.
package struct MainEffects: Hashable, Sendable {
    /// A share for each factor, 0 where it explains no more than chance would.
    package let shares: [Double]
    /// The share that all factors explain together, each by itself, chance taken off; at least the
    /// sum of the shares.
    package let explained: Double

    /// More levels than this are too many for a linear model that a table is to wait for.
    package static let greatestLevelCount = 128

    /// - Parameters:
    ///   - factors: For each factor the level of each value: small whole numbers.
    ///   - nested: Factors that exist only within some level of another, as an option does within its
    ///     variant: the others are judged without them, as they would tell those levels too.
    ///   - values: What varies.
    /// - Returns: Nil where the values are all the same, or too few to tell the levels from noise.
    package init?(factors: [[Int]], nested: Set<Int> = [], values: [Double]) {
        guard values.count > 1 else { return nil }
        let mean = Statistics.mean(values)
        let centered = values.map { $0 - mean }
        let total = centered.reduce(0) { $0 + $1 * $1 }
        // Values that differ by roundings only.
        guard total > 1e-24 * Double(values.count) * max(mean * mean, 1e-300) else { return nil }
        let columns = factors.map(Self.columns)
        let levelCount = columns.reduce(0) { $0 + $1.count }
        guard levelCount < values.count - 1, levelCount <= Self.greatestLevelCount else {
            return nil
        }
        let whole = Self.projection(of: centered, on: columns.flatMap(\.self))
        // What one level explains by chance, as noise is spread evenly over all directions.
        let chance = max(0, total - whole.length) / Double(values.count - 1 - whole.rank)
        let shares = factors.indices.map { factor in
            let judged = factors.indices.filter { nested.contains(factor) || !nested.contains($0) }
            func projection(_ factors: [Int]) -> (length: Double, rank: Int) {
                Self.projection(of: centered, on: factors.flatMap { columns[$0] })
            }
            let with = projection(judged)
            let without = projection(judged.filter { $0 != factor })
            let gain = with.length - without.length - Double(with.rank - without.rank) * chance
            return min(1, max(0, gain / total))
        }
        let explained = (whole.length - Double(whole.rank) * chance) / total
        self.shares = shares
        self.explained = min(1, max(explained, shares.reduce(0, +)))
    }

    /// A column for each level but the first: 1 where a value has it, less the column's mean.
    private static func columns(_ levels: [Int]) -> [[Double]] {
        Set(levels).sorted().dropFirst().map { level in
            let share = Double(levels.count { $0 == level }) / Double(levels.count)
            return levels.map { ($0 == level ? 1 : 0) - share }
        }
    }

    /// The squared length of a vector's projection on the space that columns span, and the space's
    /// dimension, by the modified Gram-Schmidt process; columns that the others span add nothing.
    private static func projection(
        of vector: [Double], on columns: [[Double]]
    ) -> (length: Double, rank: Int) {
        var basis: [[Double]] = []
        var sum = 0.0
        for column in columns {
            var rest = column
            let length = dot(column, column)
            // Twice, as roundings of the first time would stay.
            for _ in 0..<2 {
                for direction in basis {
                    let part = dot(rest, direction)
                    for place in rest.indices { rest[place] -= part * direction[place] }
                }
            }
            let left = dot(rest, rest)
            guard left > 1e-12 * length else { continue }
            let scale = 1 / left.squareRoot()
            for place in rest.indices { rest[place] *= scale }
            let part = dot(rest, vector)
            sum += part * part
            basis.append(rest)
        }
        return (sum, basis.count)
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double {
        var sum = 0.0
        for place in a.indices { sum += a[place] * b[place] }
        return sum
    }
}

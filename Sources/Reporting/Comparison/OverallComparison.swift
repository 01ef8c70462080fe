/// How variants compare across the cells of a sweep, whatever the sizes of their differences.
///
/// It counts the cells in which every variant has finished the same seeds; a cell is what has the same
/// values but for the variant.
package struct OverallComparison: Hashable, Sendable {
    /// One variant's part.
    package struct Standing: Hashable, Sendable {
        package let variant: String
        /// Its rank among the variants of a cell by mean loss, the best being 1, averaged over cells.
        package let meanRank: Double
        /// In how many cells it has the least mean loss.
        package let bestCells: Int
        /// The signed-rank test on the cells' means against the baseline's; nil for the baseline,
        /// and with fewer cells than `leastCellCount`, where no result could be more than chance.
        package let test: SignedRankTest?
        /// Its p-value, adjusted for all variants by Holm's method.
        package let adjustedP: Double?
    }

    /// From this many cells on the signed-rank test can reach a p-value below 0.05.
    package static let leastCellCount = 6

    package let cellCount: Int
    /// How many cells lack a variant or a seed, and do not count.
    package let leftOutCount: Int
    /// By mean rank, the best first.
    package let variants: [Standing]

    /// - Parameters:
    ///   - losses: The mean loss of each variant in each cell, one entry a cell.
    ///   - leftOutCount: How many cells have no such means.
    ///   - baseline: The variant that the others are tested against.
    /// - Returns: Nil with fewer than two variants or two cells that all variants share.
    init?(losses cells: [[String: Double]], leftOutCount: Int, baseline: String) {
        let names = Set(cells.flatMap(\.keys)).sorted()
        let shared = cells.filter { $0.count == names.count }
        guard names.count > 1, shared.count > 1 else { return nil }
        let ranks = shared.map { cell in Statistics.ranks(names.map { cell[$0] ?? .infinity }) }
        func test(_ name: String) -> SignedRankTest? {
            guard name != baseline, names.contains(baseline),
                shared.count >= Self.leastCellCount
            else { return nil }
            return SignedRankTest(
                shared.compactMap { cell in
                    guard let own = cell[name], let other = cell[baseline] else { return nil }
                    return own - other
                })
        }
        let tests = names.map(test)
        let tested = tests.indices.filter { tests[$0] != nil }
        let adjusted = Dictionary(
            uniqueKeysWithValues: zip(
                tested,
                Statistics.holmAdjusted(
                    tested.compactMap { tests[$0]?.p }, family: tested.count)))
        cellCount = shared.count
        self.leftOutCount = leftOutCount + cells.count - shared.count
        variants = names.indices.map { place in
            Standing(
                variant: names[place],
                meanRank: Statistics.mean(ranks.map { $0[place] }),
                bestCells: zip(shared, ranks).count { $1[place] == $1.min() },
                test: tests[place], adjustedP: adjusted[place])
        }.sorted { ($0.meanRank, $0.variant) < ($1.meanRank, $1.variant) }
    }
}

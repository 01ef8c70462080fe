package import Sweeping

/// How much the baseline's best validation loss varies from seed to seed by itself, and so how small
/// a difference some number of seeds can tell from chance. Losses are in nats per token.
package struct NoiseFloor: Hashable, Sendable, Codable {
    /// The seeds of one of the baseline's cells.
    package struct Cell: Hashable, Sendable, Codable {
        package let name: String
        package let seedCount: Int
        package let mean: Double
        package let deviation: Double
        package let minimum: Double
        package let maximum: Double
    }

    /// What so many seeds of each side tell: half the width of the 95% interval of a difference.
    package struct Resolution: Hashable, Sendable, Codable {
        package let seeds: Int
        /// Without pairs.
        package let unpaired: Double
        /// With pairs, by the deviation of the sweep's own comparisons; nil without any.
        package let paired: Double?
    }

    package let sweep: String
    /// The variant, or the label of the cases, that was measured.
    package let baseline: String
    package let cells: [Cell]
    /// The standard deviation over seeds, pooled over the cells.
    package let deviation: Double
    package let degreesOfFreedom: Int
    /// Its 95% confidence interval, by the distribution of chi squared.
    package let deviationLow: Double
    package let deviationHigh: Double
    /// The deviation of a paired difference, pooled over the sweep's comparisons; nil without any.
    package let pairedDeviation: Double?
    package let resolutions: [Resolution]
    /// Differences within this are taken for none.
    package let margin: Double
    /// How many seeds of each side make an interval as narrow as the margin; nil for more than
    /// `Statistics.greatestSeedCount`.
    package let seedsNeeded: Int?
    package let pairedSeedsNeeded: Int?

    private static let seedCounts = [2, 3, 4, 5, 7, 10, 15, 20]

    /// - Parameters:
    ///   - results: The sweep.
    ///   - table: Its table, with the baseline to measure and the margin to judge by.
    /// - Throws: `ReportingError` where there is no baseline, or no cell of it with two finished
    ///   seeds.
    package init(_ results: SweepResults, table: ResultsTable) throws(ReportingError) {
        let found = ResultsCell.cells(of: results)
        guard let name = table.baseline,
            let baseline = try Baseline(name, of: results.manifest, found)
        else { throw .noBaseline(sweep: table.name) }
        cells = found.filter { baseline.isOwn($0) && $0.key.part != .choosing }
            .compactMap(Cell.init)
        let freedom = cells.reduce(0) { $0 + $1.seedCount - 1 }
        guard freedom > 0 else { throw .noSeeds(baseline: name, sweep: table.name) }
        let squares = cells.reduce(0) {
            $0 + Double($1.seedCount - 1) * $1.deviation * $1.deviation
        }
        let deviation = (squares / Double(freedom)).squareRoot()
        let paired = Comparison.pooledDeviation(
            table.rows.compactMap(\.comparison).filter { $0.design == .paired }.compactMap(\.test))
        let chiSquared = ChiSquaredDistribution(degreesOfFreedom: freedom)
        sweep = table.name
        self.baseline = name
        self.deviation = deviation
        degreesOfFreedom = freedom
        deviationLow = (squares / chiSquared.quantile(0.975)).squareRoot()
        deviationHigh = (squares / chiSquared.quantile(0.025)).squareRoot()
        pairedDeviation = paired
        let unpaired = deviation * 2.0.squareRoot()
        resolutions = Self.seedCounts.map { seeds in
            func halfWidth(_ deviation: Double, samples: Int) -> Double {
                let student = StudentDistribution(degreesOfFreedom: Double(samples * (seeds - 1)))
                return student.criticalValue * deviation / Double(seeds).squareRoot()
            }
            return Resolution(
                seeds: seeds, unpaired: halfWidth(unpaired, samples: 2),
                paired: paired.map { halfWidth($0, samples: 1) })
        }
        self.margin = table.margin
        seedsNeeded = Statistics.seedsNeeded(
            deviation: unpaired, margin: table.margin, samples: 2)
        pairedSeedsNeeded = paired.flatMap {
            Statistics.seedsNeeded(deviation: $0, margin: table.margin)
        }
    }
}

extension NoiseFloor.Cell {
    /// Nil with fewer than two finished seeds.
    fileprivate init?(_ cell: ResultsCell) {
        let losses = cell.losses.sorted()
        guard let deviation = Statistics.sampleDeviation(losses) else { return nil }
        name = cell.name
        seedCount = losses.count
        mean = Statistics.mean(losses)
        self.deviation = deviation
        minimum = losses[0]
        maximum = losses[losses.count - 1]
    }
}

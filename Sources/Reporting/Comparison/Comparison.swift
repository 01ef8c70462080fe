/// A cell's best validation losses compared with the baseline's, seed by seed.
package struct Comparison: Hashable, Sendable {
    /// How the two sides belong together.
    package enum Design: String, Hashable, Sendable {
        /// Trials of the same seed share initial values, batches and dropout masks, so that
        /// their difference says more than that of the means.
        case paired
        /// The sides have no seed in common.
        case unpaired
    }

    /// The two trials of one seed.
    package struct Pair: Hashable, Sendable {
        package let seed: UInt64
        /// The cell's best validation loss, in nats per token.
        package let loss: Double
        package let baselineLoss: Double

        /// Below 0 where the cell is better.
        package var difference: Double { loss - baselineLoss }
    }

    package let design: Design
    /// The seeds of the cell's finished trials that were compared, in order.
    package let seeds: [UInt64]
    /// Those of the baseline's: the same where they are paired.
    package let baselineSeeds: [UInt64]
    /// Those that both sides have finished, by seed; none where there is no seed in common.
    package let pairs: [Pair]
    /// The mean difference with its 95% interval, in nats per token; nil without any.
    package let difference: SampleMean?
    /// Nil where one seed or none can be compared.
    package let test: TTest?
    /// The p-value adjusted for all comparisons of the table.
    package let adjustedP: Double?
    package let verdict: Verdict
}

extension Comparison {
    /// What one side has of a comparison: the losses of its finished trials by seed, and all of
    /// its seeds.
    struct Side: Hashable, Sendable {
        let losses: [UInt64: Double]
        let seeds: Set<UInt64>
    }

    /// What is known of a comparison by itself, before the table's other comparisons are looked at.
    struct Draft: Hashable, Sendable {
        let design: Design
        let seeds: [UInt64]
        let baselineSeeds: [UInt64]
        let pairs: [Pair]
        let difference: SampleMean?
        let test: TTest?
        /// Whether each trial of the cell has finished, and has a partner that has.
        let isComplete: Bool

        init(_ side: Side, baseline: Side) {
            design =
                side.seeds.isDisjoint(with: baseline.seeds) && !baseline.seeds.isEmpty
                ? .unpaired : .paired
            pairs = side.losses.sorted { $0.key < $1.key }.compactMap { seed, loss in
                baseline.losses[seed].map { Pair(seed: seed, loss: loss, baselineLoss: $0) }
            }
            switch design {
            case .paired:
                let differences = pairs.map(\.difference)
                seeds = pairs.map(\.seed)
                baselineSeeds = seeds
                test = TTest(paired: differences)
                difference = SampleMean(differences)
                isComplete = !pairs.isEmpty && pairs.count == side.seeds.count
            case .unpaired:
                let a = side.losses.sorted { $0.key < $1.key }.map(\.value)
                let b = baseline.losses.sorted { $0.key < $1.key }.map(\.value)
                seeds = side.losses.keys.sorted()
                baselineSeeds = baseline.losses.keys.sorted()
                test = TTest(unpaired: a, b)
                difference = SampleMean(difference: a, b, halfWidth: test?.halfWidth)
                isComplete =
                    !a.isEmpty && a.count == side.seeds.count
                    && b.count == baseline.seeds.count
            }
        }
    }

    /// The comparisons of a table, judged together.
    ///
    /// - Parameters:
    ///   - drafts: One for each cell that has a baseline, whether or not it has results.
    ///   - margin: In nats per token.
    static func judge(_ drafts: [Draft], margin: Double) -> [Comparison] {
        let tested = drafts.indices.filter { drafts[$0].test != nil }
        // Comparisons that are still to come count too: a verdict should not change with them.
        let adjusted = Statistics.holmAdjusted(
            tested.compactMap { drafts[$0].test?.p }, family: drafts.count)
        let adjustedByPlace = Dictionary(uniqueKeysWithValues: zip(tested, adjusted))
        let needed = [Design.paired, .unpaired].reduce(into: [Design: Int]()) { needed, design in
            let tests = drafts.filter { $0.design == design }.compactMap(\.test)
            needed[design] = pooledDeviation(tests).flatMap {
                Statistics.seedsNeeded(
                    deviation: $0, margin: margin, samples: design == .paired ? 1 : 2)
            }
        }
        return drafts.enumerated().map { place, draft in
            let adjustedP = adjustedByPlace[place]
            return Comparison(
                design: draft.design, seeds: draft.seeds, baselineSeeds: draft.baselineSeeds,
                pairs: draft.pairs, difference: draft.difference, test: draft.test,
                adjustedP: adjustedP,
                verdict: draft.verdict(
                    adjustedP: adjustedP, margin: margin, seedsNeeded: needed[draft.design]))
        }
    }

    /// The deviation of a difference at one seed, from all comparisons of a table: the root of the
    /// mean of their variances, weighted by degrees of freedom.
    static func pooledDeviation(_ tests: [TTest]) -> Double? {
        let freedom = tests.reduce(0) { $0 + $1.degreesOfFreedom }
        guard freedom > 0 else { return nil }
        let squares = tests.reduce(0) { $0 + $1.degreesOfFreedom * $1.deviation * $1.deviation }
        return (squares / freedom).squareRoot()
    }
}

extension Comparison.Draft {
    /// The verdict, whose cases are tried in the order of `Verdict`.
    ///
    /// - Parameter seedsNeeded: Nil for more than anybody trains.
    fileprivate func verdict(adjustedP: Double?, margin: Double, seedsNeeded: Int?) -> Verdict {
        guard isComplete else { return .incomplete }
        guard let test, let adjustedP else { return .oneSeed }
        if abs(test.difference) + test.halfWidth <= margin { return .equivalent }
        if adjustedP < Verdict.threshold { return test.difference < 0 ? .better : .worse }
        guard let seedsNeeded else { return .undecided(.moreThan(Statistics.greatestSeedCount)) }
        let count = difference?.count ?? 0
        return .undecided(seedsNeeded > count ? .about(seedsNeeded) : .moreThan(count))
    }
}

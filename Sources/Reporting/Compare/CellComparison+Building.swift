import Sweeping
import Training

extension CellComparison {
    /// Compares two rows, which have a pair.
    ///
    /// - Parameter table: That of the sweep, with A's variant as its baseline.
    /// - Throws: What reading metrics throws.
    init(
        _ pair: CellPair, in results: SweepResults, table: ResultsTable,
        analyses: [String: TrialAnalysis]
    ) throws {
        func folder(_ record: TrialRecord) -> TrialFolder { results.directory.trial(record.id) }
        func readings(_ cell: ResultsCell) throws -> [ProbeReading] {
            try cell.finished.compactMap { try ProbeReading(folder($0)) }
        }
        func known(_ cell: ResultsCell) -> [TrialAnalysis] {
            cell.finished.compactMap { analyses[$0.id] }
        }
        let seeds = pair.seeds
        let differences = seeds.compactMap { seed in
            seed.b.outcome?.bestValidationLoss.flatMap { loss in
                seed.a.outcome?.bestValidationLoss.map { loss - $0 }
            }
        }
        guard let difference = SampleMean(differences) else {
            throw ReportingError.noPairs(
                pair.a.key.variant, pair.b.key.variant, sweep: results.manifest.name)
        }
        let curves = try seeds.compactMap { seed in
            try folder(seed.a).evaluations().flatMap { a in
                try folder(seed.b).evaluations().map { (a: a, b: $0) }
            }
        }
        let analysed = seeds.compactMap { seed in
            analyses[seed.a.id].flatMap { a in
                analyses[seed.b.id].map { (seed: seed.seed, a: a, b: $0) }
            }
        }
        let comparison =
            pair.isOfTable ? table.rows.first { $0.name == pair.b.name }?.comparison : nil
        self.init(
            cell: pair.shared.values,
            a: ComparedVariant(pair.a, shared: pair.shared, analyses: analyses),
            b: ComparedVariant(pair.b, shared: pair.shared, analyses: analyses),
            pairs: Self.pairs(pair), difference: difference,
            verdict: comparison.map { ComparedVerdict($0, margin: table.margin) },
            curves: ComparedCurves(curves),
            positions: ComparedPosition.octaves(analysed.map { ($0.a, $0.b) }),
            probes: ComparedProbe.probes(try readings(pair.a), try readings(pair.b)),
            attention: ComparedHead.heads(known(pair.a), known(pair.b)),
            samples: ComparedSamples(analysed))
    }

    /// A line for each seed that either has.
    private static func pairs(_ pair: CellPair) -> [ComparedPair] {
        let sides = (pair.a.lossBySeed, pair.b.lossBySeed)
        return Set((pair.a.records + pair.b.records).map(\.seed)).sorted().compactMap { seed in
            let (a, b) = (sides.0[seed], sides.1[seed])
            guard a != nil || b != nil else { return nil }
            return ComparedPair(
                seed: seed, a: a, b: b, difference: a.flatMap { a in b.map { $0 - a } })
        }
    }
}

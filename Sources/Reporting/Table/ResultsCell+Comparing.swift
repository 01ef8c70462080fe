import Sweeping
import Transformer

extension OverallComparison {
    /// The comparison of a table's cells: all that are compared with one cell of the baseline are
    /// ranked together with it, over the seeds that each of them has finished. Where one of them
    /// lacks a seed, the whole of them is left out: the mean of those that survived is no rank.
    init?(_ cells: [ResultsCell], baseline: Baseline?) {
        guard let baseline else { return nil }
        var groups: [ResultsCell.Key: (own: ResultsCell, others: [ResultsCell])] = [:]
        for cell in cells {
            guard let own = baseline.cell(for: cell) else { continue }
            groups[own.key, default: (own, [])].others.append(cell)
        }
        let losses = groups.values.map { group -> [String: Double]? in
            let sides = group.others.map(\.side)
            guard let seeds = sides.first?.seeds, sides.allSatisfy({ $0.seeds == seeds }) else {
                return nil
            }
            var means: [String: Double] = [:]
            let named = group.others.map { (baseline.contender($0), $0) }
            for (name, cell) in [(baseline.name, group.own)] + named {
                let losses = cell.lossBySeed
                // In their order, as the last bit of a sum depends on it.
                let found = seeds.sorted().compactMap { losses[$0] }
                guard found.count == seeds.count, !found.isEmpty else { return nil }
                means[name] = Statistics.mean(found)
            }
            return means
        }
        self.init(
            losses: losses.compactMap(\.self), leftOutCount: losses.count { $0 == nil },
            baseline: baseline.name)
    }
}

extension AxisImportance {
    /// What the axes explain of the losses of all finished trials.
    init?(_ records: [TrialRecord]) {
        var seen: Set<String> = []
        self.init(
            records.compactMap { record in
                guard record.status == .finished, let loss = record.outcome?.bestValidationLoss,
                    seen.insert(record.id).inserted
                else { return nil }
                var values = record.cell
                values["case"] = record.label.map { .string($0) }
                return (values, loss)
            })
    }
}

extension SelectionEstimate {
    /// What the best of a table's cells owes to being chosen. Nil where a search tunes keys, which
    /// measures what it chose on other seeds; where halving has let trials live by these very losses;
    /// and where cells differ in their data, as the best is then that of the easiest.
    init?(_ cells: [ResultsCell], of manifest: SweepManifest) {
        guard manifest.search == nil, manifest.data.count <= 1 else { return nil }
        let names = ResultsCell.titles(of: cells, in: manifest)
        self.init(zip(names, cells).map { ($0, $1.lossBySeed) })
    }
}

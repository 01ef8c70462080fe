import Sweeping
import Transformer

/// The records of one cell of a sweep, one per seed.
struct ResultsCell {
    /// What makes records belong together: everything that tells them apart but the seed.
    struct Key: Hashable {
        let label: String?
        let variant: String
        let values: [String: JSONValue]
        /// Nil where nothing is tuned.
        var part: Part?
    }

    let key: Key
    /// The keys that are tuned, each cell by itself.
    var tunedKeys: Set<String> = []
    var records: [TrialRecord] = []

    /// The cells of a sweep, by whatever it searches.
    static func cells(of results: SweepResults) -> [ResultsCell] {
        guard case .tuning(let keys, let choose, _) = results.manifest.search else {
            return cells(of: results.records)
        }
        return cells(of: results.records, tuning: keys, choose: choose)
    }

    /// Puts records into cells, in the order in which each cell first occurs. Where two cells of a
    /// spec are one trial, its record counts once in a row.
    static func cells(of records: [TrialRecord]) -> [ResultsCell] {
        var cells: [ResultsCell] = []
        var places: [Key: Int] = [:]
        for record in records {
            let values = record.cell.filter { $0.key != "seed" && $0.key != "variant" }
            let variant = record.cell["variant"]?.text ?? record.variant
            let key = Key(label: record.label, variant: variant, values: values)
            let place = places[key] ?? cells.count
            if place == cells.count {
                cells.append(ResultsCell(key: key))
                places[key] = place
            }
            if !cells[place].records.contains(where: { $0.id == record.id }) {
                cells[place].records.append(record)
            }
        }
        return cells
    }

    /// What tells the cell from others, as a sentence names it.
    var name: String {
        let values = key.values.sorted { $0.key < $1.key }.map { "\($0) \($1.text)" }
        let part = key.part == .choosing ? ["tried"] : []
        return ([key.label, key.variant].compactMap(\.self) + values + part)
            .joined(separator: ", ")
    }

    /// What people call each of some cells: as `name`, but where the label of a case tells a cell
    /// from all others, without what the case sets.
    ///
    /// `looks.jsonl` knows rows by `name`, which therefore stays as it is.
    static func titles(of cells: [ResultsCell], in manifest: SweepManifest) -> [String] {
        let caseKeys = manifest.caseKeys
        let short = cells.map { $0.title(besides: caseKeys) }
        let counts: [String: Int] = short.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        return zip(cells, short).map { counts[$1] == 1 ? $1 : $0.name }
    }

    private func title(besides caseKeys: Set<String>) -> String {
        guard let label = key.label, key.part == nil else { return name }
        let variant = records.first?.cell["variant"]
        let isOfCase = variant == nil || caseKeys.contains("variant")
        let values = key.values.filter { !caseKeys.contains($0.key) }.sorted { $0.key < $1.key }
            .map { "\($0.key) \($0.value.text)" }
        return ([label] + (isOfCase ? [] : [key.variant]) + values).joined(separator: ", ")
    }

    /// The trials that the means are taken over.
    var finished: [TrialRecord] { records.filter { $0.status == .finished } }

    /// The best loss of each finished trial, by seed.
    var lossBySeed: [UInt64: Double] {
        finished.reduce(into: [:]) { $0[$1.seed] = $1.outcome?.bestValidationLoss }
    }

    /// The same in the order of the seeds, on which the last bit of a sum depends.
    var losses: [Double] { lossBySeed.sorted { $0.key < $1.key }.map(\.value) }

    /// What the cell has of a comparison by seeds.
    var side: Comparison.Side {
        let needed = records.filter { $0.status != .unneeded }
        return Comparison.Side(losses: lossBySeed, seeds: Set(needed.map(\.seed)))
    }

    /// The cell's row, with what its comparison has found.
    func row(_ comparison: Comparison?) -> ResultsRow {
        let finished = finished
        func mean(_ value: (TrialRecord) -> Double?) -> SampleMean? {
            SampleMean(finished.compactMap(value))
        }
        return ResultsRow(
            name: name, label: key.label, variant: key.variant, values: key.values,
            validationLoss: mean { $0.outcome?.bestValidationLoss },
            comparison: comparison,
            floor: records.lazy.compactMap { $0.outcome?.floor }.first,
            parameters: records.lazy.compactMap { $0.size?.parameters }.first,
            bestStep: mean { $0.outcome?.bestStep.map(Double.init) },
            tokensPerSecond: mean { $0.run?.tokensPerSecond },
            seconds: mean { $0.run?.seconds },
            tokensSeen: mean { $0.outcome.map { Double($0.tokensSeen) } },
            metrics: metrics,
            context: records.lazy.compactMap { $0.size?.context }.first,
            stopped: stopped, tuning: key.part.map(ResultsRow.Tuned.init),
            match: records.lazy.compactMap(\.match).first,
            standing: Standing(records.map(\.status)))
    }

    /// The mean of each metric that a finished trial has.
    private var metrics: [String: SampleMean] {
        let found = finished.compactMap { $0.outcome?.metrics }
        let names = Set(found.flatMap(\.keys))
        return names.reduce(into: [:]) { means, name in
            means[name] = SampleMean(found.compactMap { $0[name] })
        }
    }
}

import Sweeping

extension ResultsCell {
    /// Which part of tuning a cell belongs to.
    enum Part: Hashable {
        /// Its seeds have judged the setting.
        case choosing
        /// Its seeds have measured the setting that was chosen among so many.
        case measuring(settings: Int)
    }

    /// The cells of a sweep that tunes keys: for each group its best setting on the seeds that
    /// measure it, once it is known, and every setting on the seeds to choose by. No cell mixes the
    /// two.
    static func cells(of records: [TrialRecord], tuning keys: [String], choose: [Int])
        -> [ResultsCell]
    {
        let spelled = records.map {
            SweepManifest.Cell(id: $0.id, label: $0.label, values: $0.cell)
        }
        let byID = Dictionary(records.map { ($0.id, $0) }) { first, _ in first }
        let tuning = Tuning(spelled, keys: keys, choose: choose)
        return tuning.groups.flatMap { group -> [ResultsCell] in
            func cell(_ setting: Tuning.Setting, _ part: Part, _ trials: [String]) -> ResultsCell {
                let records = trials.compactMap { byID[$0] }
                let values = group.values.merging(setting.values) { $1 }
                let key = Key(
                    label: group.label,
                    variant: values["variant"]?.text ?? records.first?.variant ?? "",
                    values: values.filter { $0.key != "variant" }, part: part)
                return ResultsCell(key: key, tunedKeys: Set(keys), records: records)
            }
            let choosing = group.settings.map { cell($0, .choosing, $0.choosing) }
            let choice = Tuning.choice(of: group) { byID[$0]?.lossToChooseBy }
            guard case .best(let index) = choice else { return choosing }
            let best = group.settings[index]
            let measuring = Part.measuring(settings: group.settings.count)
            return [cell(best, measuring, best.measuring)] + choosing
        }
    }

    /// What was reached by those trials of the cell that were stopped furthest from the beginning.
    var stopped: ResultsRow.Stopped? {
        let outcomes = records.filter { $0.status == .stopped }.compactMap(\.outcome)
        guard let step = outcomes.map(\.steps).max() else { return nil }
        let losses = outcomes.filter { $0.steps == step }.compactMap(\.bestValidationLoss)
        return ResultsRow.Stopped(step: step, validationLoss: SampleMean(losses))
    }
}

extension ResultsRow.Tuned {
    init(_ part: ResultsCell.Part) {
        switch part {
        case .choosing: self = .tried
        case .measuring(let settings): self = .best(of: settings)
        }
    }
}

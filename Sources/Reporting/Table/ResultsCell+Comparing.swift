import Sweeping
import Transformer

extension OverallComparison {
    /// The comparison of a table's cells. The settings that a search has tried are no cells of it,
    /// only those that it chose.
    init?(_ cells: [ResultsCell], baseline: Baseline?) {
        guard case .variant(let baseline)? = baseline else { return nil }
        var groups: [ResultsCell.Key: [String: Double]] = [:]
        for cell in cells where cell.key.part != .choosing {
            let losses = cell.lossBySeed.values
            guard !losses.isEmpty else { continue }
            let key = ResultsCell.Key(
                label: cell.key.label, variant: "",
                values: cell.key.values.filter { name, _ in
                    !name.contains(".") && !cell.tunedKeys.contains(name)
                })
            groups[key, default: [:]][cell.spelledVariant] =
                losses.reduce(0, +) / Double(losses.count)
        }
        self.init(losses: Array(groups.values), baseline: baseline)
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
    /// What the best of a table's cells owes to being chosen. Where a search tunes keys, it measures
    /// what it chose on other seeds, and nothing is to be estimated.
    init?(_ cells: [ResultsCell]) {
        guard cells.allSatisfy({ $0.key.part == nil }) else { return nil }
        self.init(cells.map { ($0.name, $0.lossBySeed) })
    }
}

extension ResultsCell {
    /// The variant with the values of its own options: `conv-reduce, conv-reduce.kernel 3`.
    fileprivate var spelledVariant: String {
        let options = key.values.filter { $0.key.contains(".") }.sorted { $0.key < $1.key }
        return ([key.variant] + options.map { "\($0.key) \($0.value.text)" })
            .joined(separator: ", ")
    }
}

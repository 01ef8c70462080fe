import Transformer

/// Which of a sweep's finished trials are analysed.
package enum AnalysisChoice: String, Hashable, Sendable, CaseIterable {
    /// All variants and seeds of the cell in which the best mean loss was reached.
    case best
    case all
    case none

    /// The trials, each once, in the order of the spec.
    package func trials(of results: SweepResults) -> [TrialRecord] {
        var seen: Set<String> = []
        let finished = results.records.filter {
            $0.status == .finished && seen.insert($0.id).inserted
        }
        switch self {
        case .all: return finished
        case .none: return []
        case .best:
            let measured = Self.measured(finished, results.manifest)
            guard let best = Self.bestCell(of: measured, results.manifest) else { return [] }
            return measured.filter { SharedCell(of: $0, in: results.manifest) == best }
        }
    }

    /// Without the trials that a tuning chose its settings by, once there are others.
    private static func measured(
        _ finished: [TrialRecord], _ manifest: SweepManifest
    ) -> [TrialRecord] {
        guard case .tuning(_, let choose, _) = manifest.search else { return finished }
        let measured = finished.filter { !choose.contains(Int(clamping: $0.seed)) }
        return measured.isEmpty ? finished : measured
    }

    private static func bestCell(
        of records: [TrialRecord], _ manifest: SweepManifest
    ) -> SharedCell? {
        var losses: [Row: [Double]] = [:]
        var order: [(row: Row, cell: SharedCell)] = []
        for record in records {
            guard let loss = record.outcome?.bestValidationLoss else { continue }
            let row = Row(record)
            if losses[row] == nil { order.append((row, SharedCell(of: record, in: manifest))) }
            losses[row, default: []].append(loss)
        }
        func mean(_ row: Row) -> Double {
            let values = losses[row] ?? []
            return values.reduce(0, +) / Double(values.count)
        }
        return order.min { mean($0.row) < mean($1.row) }?.cell
    }

    /// What the seeds of a row of the table have in common.
    private struct Row: Hashable {
        let label: String?
        let variant: String
        let values: [String: JSONValue]

        init(_ record: TrialRecord) {
            label = record.label
            variant = record.rowVariant
            values = record.cell.filter { $0.key != "seed" }
        }
    }
}

import Transformer

/// Which of a sweep's finished trials are analysed.
package enum AnalysisChoice: String, Hashable, Sendable, CaseIterable {
    /// All variants and seeds of the cell in which the best mean loss was reached. Where cases have
    /// labels they are compared by them, and the cell has all of them, whatever cases set.
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
            let isLabelled = measured.contains { $0.label != nil }
            let caseKeys = isLabelled ? results.manifest.caseKeys : []
            func cell(_ record: TrialRecord) -> SharedCell {
                SharedCell(of: record, in: results.manifest, besides: caseKeys)
            }
            guard let best = Self.bestRow(of: measured).map(cell) else { return [] }
            return measured.filter { cell($0) == best }
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

    /// A trial of the row with the best mean loss.
    private static func bestRow(of records: [TrialRecord]) -> TrialRecord? {
        var losses: [Row: [Double]] = [:]
        var order: [(row: Row, first: TrialRecord)] = []
        for record in records {
            guard let loss = record.outcome?.bestValidationLoss else { continue }
            let row = Row(record)
            if losses[row] == nil { order.append((row, record)) }
            losses[row, default: []].append(loss)
        }
        func mean(_ row: Row) -> Double {
            let values = losses[row] ?? []
            return values.reduce(0, +) / Double(values.count)
        }
        return order.min { mean($0.row) < mean($1.row) }?.first
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

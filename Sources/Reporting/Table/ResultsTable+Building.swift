package import Sweeping
package import Training
import Transformer

extension ResultsTable {
    /// The table of a sweep, finished or not.
    ///
    /// - Parameters:
    ///   - baseline: The variant to compare with; nil for the one that the sweep names.
    ///   - columns: The metrics to show to people; nil for those that the sweep names.
    /// - Throws: `ReportingError` where the sweep has no such variant.
    package init(
        _ results: SweepResults, baseline requested: String? = nil, columns: [Metric]? = nil
    ) throws(ReportingError) {
        let manifest = results.manifest
        let cells: [ResultsCell] =
            if case .tuning(let keys, let choose, _) = manifest.search {
                ResultsCell.cells(of: results.records, tuning: keys, choose: choose)
            } else {
                ResultsCell.cells(of: results.records)
            }
        if let requested {
            let variants = Set(cells.map(\.key.variant)).sorted()
            guard variants.contains(requested) else {
                throw ReportingError.unknownBaseline(
                    requested, sweep: manifest.name,
                    nearest: nearest(to: requested, among: variants), known: variants)
            }
        }
        let baseline = requested ?? manifest.baseline
        let rows = cells.map { cell in
            cell.row(
                baseline: baseline.flatMap { baseline in
                    cell.key.variant == baseline
                        ? nil : Self.baseline(baseline, of: cell, among: cells)
                })
        }
        let order = rows.indices.sorted { a, b in
            rows[a].rank == rows[b].rank ? a < b : rows[a].rank < rows[b].rank
        }
        let sorted = order.map { rows[$0] }
        let axes = results.axes.filter { $0 != "variant" && $0 != "seed" }
        // Cells that all have one `variant` go by the names of their compositions.
        let spelled = manifest.axes.contains("variant") ? [] : ["with"]
        self.init(
            name: manifest.name, baseline: baseline, axes: axes,
            shownAxes: axes.filter { !spelled.contains($0) }, rows: sorted,
            columns: columns ?? manifest.columns,
            notes: ResultsNotes(
                rows: sorted, cells: order.map { cells[$0] }, otherCount: results.otherCount,
                search: manifest.search, records: results.records
            ).all)
    }

    /// The one cell to compare with: that of the same label, or the only one with the same values.
    private static func baseline(
        _ variant: String, of cell: ResultsCell, among cells: [ResultsCell]
    ) -> ResultsCell? {
        let candidates = cells.filter { $0.isBaseline(variant, of: cell) }
        let labelled = candidates.filter { $0.key.label == cell.key.label }
        return labelled.count == 1 ? labelled[0] : candidates.count == 1 ? candidates[0] : nil
    }
}

extension ResultsRow {
    /// Where a row stands in the table: settings that were chosen before those that were tried, then
    /// by loss; then those that were stopped, the furthest first. Rows without a loss keep the
    /// order of the spec.
    fileprivate var rank: Rank {
        Rank(
            part: tuning == .tried ? 1 : 0, loss: validationLoss?.mean ?? .infinity,
            steps: stopped.map { -$0.step } ?? 0,
            stoppedLoss: stopped?.validationLoss?.mean ?? .infinity)
    }

    fileprivate struct Rank: Comparable {
        let part: Int
        let loss: Double
        let steps: Int
        let stoppedLoss: Double

        static func < (a: Rank, b: Rank) -> Bool {
            (a.part, a.loss, a.steps, a.stoppedLoss) < (b.part, b.loss, b.steps, b.stoppedLoss)
        }
    }
}

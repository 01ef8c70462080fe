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
        let cells = ResultsCell.cells(of: results.records)
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
        // The sort keeps the order of the spec among rows that have no loss.
        let order = rows.indices.sorted { a, b in
            let losses = [a, b].map { rows[$0].validationLoss?.mean ?? .infinity }
            return losses[0] == losses[1] ? a < b : losses[0] < losses[1]
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
                rows: sorted, cells: order.map { cells[$0] }, otherCount: results.otherCount
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

package import Sweeping
package import Training
import Transformer

extension ResultsTable {
    /// The table of a sweep, finished or not.
    ///
    /// - Parameters:
    ///   - baseline: The variant, or the label of the case, to compare with; nil for the one that
    ///     the sweep names.
    ///   - columns: The metrics to show to people; nil for those that the sweep names.
    ///   - margin: Differences within so many nats are taken for none; nil for the sweep's own.
    /// - Throws: `ReportingError` where the sweep has no such baseline.
    package init(
        _ results: SweepResults, baseline requested: String? = nil, columns: [Metric]? = nil,
        margin: Double? = nil
    ) throws(ReportingError) {
        let manifest = results.manifest
        let cells = ResultsCell.cells(of: results)
        let name = requested ?? manifest.baseline
        var baseline: Baseline?
        do { baseline = try Baseline(name, of: manifest, cells) } catch {
            // Cells of an earlier version of the spec may be all that there is.
            if requested != nil { throw error }
        }
        let margin = margin ?? manifest.margin ?? Verdict.usualMargin
        let comparisons = Self.comparisons(of: cells, baseline, margin: margin)
        let rows = zip(cells, comparisons).map { $0.row($1) }
        let order = rows.indices.sorted { a, b in
            rows[a].rank == rows[b].rank ? a < b : rows[a].rank < rows[b].rank
        }
        let sorted = order.map { rows[$0] }
        let axes = results.axes.filter { $0 != "variant" && $0 != "seed" }
        // Cells that all have one `variant` go by the names of their compositions.
        let spelled = manifest.axes.contains("variant") ? [] : ["with"]
        let selection = SelectionEstimate(cells, of: manifest)
        let overall = OverallComparison(cells, baseline: baseline)
        let importance = AxisImportance(results.records)
        self.init(
            name: manifest.name, baseline: name, axes: axes,
            shownAxes: axes.filter { !spelled.contains($0) }, rows: sorted,
            columns: columns ?? manifest.columns, margin: margin,
            overall: overall, importance: importance, selection: selection,
            notes: ResultsNotes(
                rows: sorted, cells: order.map { cells[$0] }, otherCount: results.otherCount,
                search: manifest.search, records: results.records, margin: margin,
                selection: selection, overall: overall, importance: importance
            ).all)
    }

    /// A comparison for each cell that has a baseline, judged together.
    private static func comparisons(
        of cells: [ResultsCell], _ baseline: Baseline?, margin: Double
    ) -> [Comparison?] {
        let drafts = cells.map { cell in
            baseline?.cell(for: cell).map { Comparison.Draft(cell.side, baseline: $0.side) }
        }
        let judged = Comparison.judge(drafts.compactMap(\.self), margin: margin)
        var rest = judged[...]
        return drafts.map { $0 == nil ? nil : rest.popFirst() }
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

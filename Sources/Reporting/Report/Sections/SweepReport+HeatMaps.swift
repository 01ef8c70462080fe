import Charts
import Sweeping
import Transformer

extension SweepReport {
    /// Losses over pairs of axes.
    var heatMapSection: ReportSection {
        let id = "maps"
        let title = "Losses over pairs of axes"
        let finished = trials.filter {
            $0.status == .finished && $0.outcome?.bestValidationLoss != nil
        }
        let axes = mapAxes(finished)
        let pairs = axes.indices.flatMap { a in
            axes.indices.filter { $0 > a }.map { (axes[a], axes[$0]) }
        }
        guard !pairs.isEmpty else {
            return ReportSection(
                id, title,
                [
                    .missing(
                        """
                        Fewer than two axes of the sweep have two values or more among the trials \
                        that have finished (and at most \(Self.greatestValueCount)), so there is no \
                        pair of them to draw.
                        """)
                ])
        }
        let shown = pairs.prefix(Self.greatestMapCount)
        var blocks: [ReportBlock] = []
        if pairs.count > shown.count {
            blocks.append(
                .paragraph(
                    "The \(shown.count) pairs of the most important axes, of \(pairs.count)."))
        }
        let figures = shown.map { pair in
            ReportFigure(
                "loss over \(pair.0.name) and \(pair.1.name)",
                map(of: finished, rows: pair.0, columns: pair.1))
        }
        blocks.append(.figures(figures + differenceMaps(axes)))
        return ReportSection(id, title, blocks)
    }

    private static let greatestValueCount = 12
    private static let greatestMapCount = 6

    /// An axis with its values, in their order.
    private struct MapAxis {
        let name: String
        let values: [String]
        let value: (TrialRecord) -> String?
    }

    /// Those with few values and more than one, the variant first, then by importance.
    private func mapAxes(_ trials: [TrialRecord]) -> [MapAxis] {
        var axes: [MapAxis] = []
        let shares = Dictionary(
            (table.importance?.shares ?? []).map { ($0.axis, $0.share) }
        ) { first, _ in first }
        let names = table.shownAxes.filter { !$0.contains(".") }
            .sorted { (-(shares[$0] ?? 0), $0) < (-(shares[$1] ?? 0), $1) }
        let found = variants.filter { variant in trials.contains { $0.rowVariant == variant } }
        if (2...Self.greatestValueCount).contains(found.count) {
            axes.append(MapAxis(name: "variant", values: found) { $0.rowVariant })
        }
        for name in names {
            let values = Set(trials.compactMap { $0.cell[name] })
            guard (2...Self.greatestValueCount).contains(values.count) else { continue }
            axes.append(
                MapAxis(name: name, values: values.sorted(by: JSONValue.isBefore).map(\.text)) {
                    $0.cell[name]?.text
                })
        }
        return axes
    }

    private func map(
        of trials: [TrialRecord], rows: MapAxis, columns: MapAxis
    ) -> HeatMap {
        var losses: [[String?]: [Double]] = [:]
        for trial in trials {
            guard let loss = trial.outcome?.bestValidationLoss else { continue }
            losses[[rows.value(trial), columns.value(trial)], default: []].append(loss)
        }
        let cells = rows.values.map { row in
            columns.values.map { column -> HeatMap.Cell? in
                losses[[row, column]].map { values in
                    let mean = Statistics.mean(values)
                    return HeatMap.Cell(mean, text: NumberText.loss(mean))
                }
            }
        }
        let found = zip(rows.values, cells).flatMap { row, line in
            zip(columns.values, line).compactMap { column, cell in
                cell.map { (name: "\(rows.name) \(row), \(columns.name) \(column)", cell: $0) }
            }
        }
        let least = found.min { $0.cell.value < $1.cell.value }
        return HeatMap(
            ChartHeading(
                "Validation loss over \(rows.name) and \(columns.name)",
                summary: "Means over all finished trials, whatever their other values are."
                    + (least.map { " The lowest is \($0.cell.text), of \($0.name)." } ?? "")),
            xTitle: columns.name, yTitle: rows.name, columns: columns.values, rows: rows.values,
            cells: cells, ramp: .sequential,
            measure: ReportText.lossAxis("mean best validation loss"))
    }

    /// Mean differences from the baseline, of each variant over each other axis.
    private func differenceMaps(_ axes: [MapAxis]) -> [ReportFigure] {
        let compared = cells.filter { $0.row.difference != nil }
        let found = variants.filter { variant in
            compared.contains { $0.row.variant == variant }
        }
        guard (1...Self.greatestValueCount).contains(found.count), let baseline = table.baseline
        else { return [] }
        return axes.filter { $0.name != "variant" }.prefix(4).map { axis in
            let cells = found.map { variant in
                axis.values.map { value -> HeatMap.Cell? in
                    let differences = compared.filter { cell in
                        cell.row.variant == variant
                            && cell.trials.first.flatMap(axis.value) == value
                    }.compactMap { $0.row.difference?.mean }
                    guard !differences.isEmpty else { return nil }
                    let mean = Statistics.mean(differences)
                    return HeatMap.Cell(mean, text: ReportText.signed(mean))
                }
            }
            return ReportFigure(
                "difference over variant and \(axis.name)",
                HeatMap(
                    ChartHeading(
                        "Difference from \(baseline) over variant and \(axis.name)",
                        summary: "Mean differences from the baseline's cell with the same values; "
                            + "below zero the variant is better."),
                    xTitle: axis.name, yTitle: "variant", columns: axis.values, rows: found,
                    cells: cells, ramp: .diverging(center: 0),
                    measure: ReportText.lossAxis("mean difference")))
        }
    }
}

import Charts

extension SweepReport {
    /// What variants recorded over training.
    var probeSection: ReportSection {
        let id = "probes"
        let title = "Probes over training"
        guard !evaluations.isEmpty else {
            return ReportSection(id, title, [.missing(Self.foldersMissing)])
        }
        var seen: Set<String> = []
        let titles = probes.map(\.title).filter { seen.insert($0).inserted }
        guard !titles.isEmpty else {
            return ReportSection(
                id, title,
                [
                    .missing(
                        """
                        No variant of this sweep records a probe. A variant that calls \
                        <code>site.probe</code>, such as <code>soft-window</code>, has its windows \
                        or gates here.
                        """)
                ])
        }
        let shown = titles.prefix(Self.greatestGroupCount)
        let choices = shown.map { cell in
            ReportBlock.Choice(
                name: cell,
                figures: probes.filter { $0.title == cell }.map { table in
                    ReportFigure("\(table.probe) \(table.place) \(cell)", Self.chart(of: table))
                })
        }
        return ReportSection(
            id, title,
            ReportText.selection(shown.count, of: titles.count, "cells with probes, by loss")
                + [
                    .paragraph(
                        """
                        What variants record at each evaluation, for each layer and head, averaged over \
                        seeds.
                        """), .chooser(label: "Cell", choices),
                ])
    }

    private static func chart(of table: ProbeTable) -> SmallMultiples {
        let layers = Set(table.rows.map(\.layer)).sorted { ($0 ?? -1) < ($1 ?? -1) }
        let panels = layers.map { layer in
            let rows = table.rows.filter { $0.layer == layer }
            return SmallMultiples.Panel(
                layer.map { "layer \($0)" } ?? "outside the blocks",
                series: rows.map { row in
                    LineSeries(
                        row.head.map { "head \($0)" } ?? "all heads",
                        style: SeriesStyle((row.head ?? -1) + 1),
                        points: zip(table.steps, row.values).compactMap { step, value in
                            value.map { LineSeries.Point(Double(step), $0) }
                        })
                })
        }
        let range = Self.range(of: table)
        let place = table.place.isEmpty ? "" : " in \(table.place)"
        return SmallMultiples(
            ChartHeading(
                "\(table.probe)\(place)\(table.statistic == .mean ? "" : " (gradients)"), \(table.title)",
                summary: "The \(table.statistic.rawValue) of \(table.probe)\(place), over "
                    + "\(ReportText.count(table.trials, "trial")).\(range)"),
            x: Axis("step", isWhole: true),
            y: Axis(
                table.statistic == .mean
                    ? table.probe : "\(table.statistic.rawValue) of \(table.probe)",
                unit: unit(of: table.probe)), panels: panels)
    }

    /// What the last figures lie between, in a sentence; empty where there is none.
    private static func range(of table: ProbeTable) -> String {
        let last: [Double] = table.rows.compactMap { $0.values.last ?? nil }
        guard let low = last.min(), let high = last.max() else { return "" }
        let lowest = NumberText.significant(low)
        return low < high
            ? " At the end it lies between \(lowest) and \(NumberText.significant(high))."
            : " At the end it is \(lowest)."
    }

    /// Of the probes that Varia's own variants record.
    private static func unit(of probe: String) -> String? {
        switch probe {
        case "window": "tokens"
        case "entropy": "nats"
        default: nil
        }
    }
}

import Charts
import Sweeping
import Training

extension SweepReport {
    /// Where heads look, and how spread out.
    var attentionSection: ReportSection {
        let id = "attention"
        let title = "Attention of each head"
        let groups = groups { cell in analyses(of: cell).contains { !$0.attention.isEmpty } }
        guard !groups.isEmpty else {
            return ReportSection(
                id, title,
                [
                    .missing(
                        analyses.isEmpty
                            ? Self.analysesMissing
                            : "None of the analyzed models has attention weights.")
                ])
        }
        let choices = groups.prefix(Self.greatestAnalyzedCount).map { group in
            ReportBlock.Choice(
                name: group.name,
                figures: Measure.allCases.map { measure in
                    ReportFigure(
                        "attention \(measure.rawValue) \(group.name)", depthChart(group, measure))
                })
        }
        let members = groups[0].members
        // The same colors in all maps, so that they can be compared.
        let ranges = Dictionary(
            uniqueKeysWithValues: Measure.allCases.map { measure in
                (measure, range(of: members.map(\.cell), measure))
            })
        let maps = members.flatMap { member in
            Measure.allCases.map { measure in
                ReportFigure(
                    "heads \(measure.rawValue) \(member.cell.row.name)",
                    headMap(member.cell, measure, ranges[measure] ?? nil))
            }
        }
        return ReportSection(
            id, title,
            ReportText.selection(choices.count, of: groups.count, Self.groupsInOrder) + [
                .chooser(label: "Cells", choices),
                .paragraph(
                    """
                    Head by head, in the group with the lowest loss. Which head learns what depends \
                    on the seed, so the heads of each layer are sorted before seeds are averaged.
                    """), .figures(maps),
            ])
    }

    /// What is known of each head.
    private enum Measure: String, CaseIterable {
        case distance, entropy

        var axis: Axis {
            switch self {
            case .distance: Axis("mean distance", unit: "tokens")
            case .entropy: Axis("mean entropy", unit: "nats")
            }
        }

        /// What it says.
        var sentence: String {
            switch self {
            case .distance:
                "How many tokens back a head looks, weighted by its attention."
            case .entropy:
                "How spread out a head's attention is: 0 on a single token, log n evenly over n."
            }
        }

        func values(_ summary: AttentionSummary) -> [Double] {
            switch self {
            case .distance: summary.distance
            case .entropy: summary.entropy
            }
        }
    }

    /// For each layer its heads in order of size, averaged over seeds.
    private func heads(of cell: Cell, _ measure: Measure) -> [(layer: Int, values: [Double])] {
        var layers: [Int: [[Double]]] = [:]
        for summary in analyses(of: cell).flatMap(\.attention) {
            layers[summary.layer, default: []].append(measure.values(summary).sorted())
        }
        return layers.sorted { $0.key < $1.key }.map { ($0.key, Self.means($0.value)) }
    }

    private func depthChart(_ group: Group, _ measure: Measure) -> LineChart {
        let series = group.members.map { member in
            LineSeries(
                member.name, style: member.style,
                points: heads(of: member.cell, measure).compactMap { layer, values in
                    values.isEmpty
                        ? nil : LineSeries.Point(Double(layer), Statistics.mean(values))
                })
        }
        let place = group.name.isEmpty ? "" : ", \(group.name)"
        let means = series.compactMap { one -> String? in
            guard !one.points.isEmpty else { return nil }
            return "\(one.name) \(NumberText.significant(Statistics.mean(one.points.map(\.y))))"
        }
        return LineChart(
            ChartHeading(
                "Attention's \(measure.rawValue) over layers\(place)",
                summary:
                    "\(measure.sentence) Lines are means over heads and seeds. Over all "
                    + "layers: \(NumberText.list(means))."),
            x: Axis("layer", isWhole: true), y: measure.axis, series: series)
    }

    private func range(of cells: [Cell], _ measure: Measure) -> ClosedRange<Double>? {
        let values = cells.flatMap { heads(of: $0, measure) }.flatMap(\.values)
        guard let low = values.min(), let high = values.max() else { return nil }
        return low...high
    }

    private func headMap(
        _ cell: Cell, _ measure: Measure, _ range: ClosedRange<Double>?
    ) -> HeatMap {
        let layers = heads(of: cell, measure)
        let count = layers.map(\.values.count).max() ?? 0
        let cells = layers.map { layer in
            (0..<count).map { head -> HeatMap.Cell? in
                guard layer.values.indices.contains(head) else { return nil }
                let value = layer.values[head]
                return HeatMap.Cell(value, text: NumberText.significant(value))
            }
        }
        let seeds = analyses(of: cell).count
        return HeatMap(
            ChartHeading(
                "\(measure.rawValue.prefix(1).uppercased() + measure.rawValue.dropFirst()), "
                    + cell.row.name,
                summary: "Heads of each layer from the lowest to the highest, mean over "
                    + "\(ReportText.count(seeds, "seed"))."),
            xTitle: "head, sorted", yTitle: "layer",
            columns: (0..<count).map { String($0 + 1) }, rows: layers.map { String($0.layer) },
            cells: cells, ramp: .sequential, measure: measure.axis, range: range)
    }
}

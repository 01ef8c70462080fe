import Charts
import Sweeping

extension SweepReport {
    /// The loss of each position of the block: where a variant wins.
    var positionSection: ReportSection {
        let id = "positions"
        let title = "Loss by position in the block"
        let groups = groups { cell in analyses(of: cell).contains { $0.lossByPosition != nil } }
        guard !groups.isEmpty else {
            return ReportSection(
                id, title,
                [
                    .missing(
                        analyses.isEmpty
                            ? Self.analysesMissing
                            : """
                            The analyzed models predict only the token after the block, so that \
                            there is one position.
                            """)
                ])
        }
        let choices = groups.prefix(Self.greatestAnalyzedCount).map { group in
            let place = group.name.isEmpty ? "" : ", \(group.name)"
            var figures = [
                ReportFigure("loss by position" + place, positionChart(group, place))
            ]
            if let baseline = group.baseline, group.members.count > 1 {
                figures.append(
                    ReportFigure(
                        "difference by position" + place,
                        positionDifferences(group, baseline, place)))
            }
            return ReportBlock.Choice(name: group.name, figures: figures)
        }
        return ReportSection(
            id, title,
            ReportText.selection(choices.count, of: groups.count, Self.groupsInOrder)
                + [.chooser(label: "Cells", choices)])
    }

    /// The losses over the seeds; where another cell is given, over those that it has too, if any.
    private func losses(of cell: Cell, sharedWith other: Cell? = nil) -> PositionLosses {
        let own = analysesBySeed(cell)
        let shared = other.map { Set(analysesBySeed($0).keys).intersection(own.keys) } ?? []
        let kept = shared.isEmpty ? own : own.filter { shared.contains($0.key) }
        return PositionLosses(kept.sorted { $0.key < $1.key }.map(\.value))
    }

    private func analysesBySeed(_ cell: Cell) -> [UInt64: TrialAnalysis] {
        let seeds = Dictionary(cell.finished.map { ($0.id, $0.seed) }) { first, _ in first }
        return analyses(of: cell).reduce(into: [:]) { found, analysis in
            if let seed = seeds[analysis.id] { found[seed] = analysis }
        }
    }

    private func positionChart(_ group: Group, _ place: String) -> LineChart {
        let series = group.members.map { member in
            LineSeries(
                member.name, style: member.style, points: losses(of: member.cell).points)
        }
        let ends = series.compactMap { one in
            one.points.last.map { "\(one.name) \(NumberText.loss($0.y))" }
        }
        return LineChart(
            ChartHeading(
                "Validation loss by position in the block" + place,
                summary: "The loss of the token after so many tokens of context, with the best "
                    + "weights, mean over seeds. At the last position: \(NumberText.list(ends))."),
            x: Axis("position in the block", unit: "tokens of context", kind: .logarithmic),
            y: ReportText.lossAxis(), series: series)
    }

    private func positionDifferences(
        _ group: Group, _ baseline: Member, _ place: String
    ) -> LineChart {
        let others = group.members.filter { !$0.cell.isBaseline }.map { member in
            let own = losses(of: member.cell, sharedWith: baseline.cell)
            return (
                member: member,
                losses: own.less(losses(of: baseline.cell, sharedWith: member.cell))
            )
        }
        let series = others.map { other in
            LineSeries(
                other.member.name, style: other.member.style, points: other.losses.points)
        }
        let halves = others.compactMap { other -> String? in
            let count = other.losses.losses.count
            guard count >= 2 else { return nil }
            let early = other.losses.mean(over: 0..<(count / 2))
            let late = other.losses.mean(over: (count / 2)..<count)
            return "\(other.member.name) \(ReportText.signed(early)) and \(ReportText.signed(late))"
        }
        let sentence =
            halves.isEmpty
            ? "" : " In the first and the second half of the block: \(NumberText.list(halves))."
        return LineChart(
            ChartHeading(
                "Loss by position less that of \(baseline.name)" + place,
                summary: "Below zero the variant predicts better there." + sentence),
            x: Axis("position in the block", unit: "tokens of context", kind: .logarithmic),
            y: ReportText.lossAxis("difference in validation loss"), series: series,
            level: LineChart.Level(0, name: baseline.name))
    }
}

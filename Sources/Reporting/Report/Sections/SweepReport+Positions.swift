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
        return ReportSection(id, title, [.chooser(label: "Cells", choices)])
    }

    /// The mean loss of each position over the seeds; where another cell is given, over those that it
    /// has too, if any.
    private func losses(of cell: Cell, sharedWith other: Cell? = nil) -> [Double] {
        let own = lossesBySeed(cell)
        let shared = other.map { Set(lossesBySeed($0).keys).intersection(own.keys) } ?? []
        let kept = shared.isEmpty ? own : own.filter { shared.contains($0.key) }
        return Self.means(kept.sorted { $0.key < $1.key }.map(\.value))
    }

    private func lossesBySeed(_ cell: Cell) -> [UInt64: [Double]] {
        let seeds = Dictionary(cell.finished.map { ($0.id, $0.seed) }) { first, _ in first }
        return analyses(of: cell).reduce(into: [:]) { losses, analysis in
            if let seed = seeds[analysis.id] { losses[seed] = analysis.lossByPosition }
        }
    }

    /// Positions are put together until there are no more than these.
    private static let greatestPointCount = 128

    /// A point for each position, counted from 1; of long blocks for neighbors together.
    private static func points(_ values: [Double]) -> [LineSeries.Point] {
        let size = (values.count + greatestPointCount - 1) / greatestPointCount
        guard size > 1 else {
            return values.enumerated().map { LineSeries.Point(Double($0 + 1), $1) }
        }
        return stride(from: 0, to: values.count, by: size).map { start in
            let end = min(values.count, start + size)
            return LineSeries.Point(
                Double(start + end + 1) / 2, Statistics.mean(Array(values[start..<end])))
        }
    }

    private func positionChart(_ group: Group, _ place: String) -> LineChart {
        let series = group.members.map { member in
            LineSeries(
                member.name, style: member.style, points: Self.points(losses(of: member.cell)))
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
        let series = group.members.filter { !$0.cell.isBaseline }.map { member in
            let own = losses(of: member.cell, sharedWith: baseline.cell)
            let reference = losses(of: baseline.cell, sharedWith: member.cell)
            return LineSeries(
                member.name, style: member.style,
                points: Self.points(zip(own, reference).map { $0 - $1 }))
        }
        let best = series.compactMap { one -> String? in
            one.points.min { $0.y < $1.y }.map {
                "\(one.name) \(ReportText.signed($0.y)) at position \(NumberText.count($0.x))"
            }
        }
        return LineChart(
            ChartHeading(
                "Loss by position less that of \(baseline.name)" + place,
                summary: "Below zero the variant predicts better there. Where each is at its best: "
                    + "\(NumberText.list(best))."),
            x: Axis("position in the block", unit: "tokens of context", kind: .logarithmic),
            y: ReportText.lossAxis("difference in validation loss"), series: series,
            level: LineChart.Level(0, name: baseline.name))
    }
}

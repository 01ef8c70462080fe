import Charts
import Sweeping
import Transformer

extension SweepReport {
    /// Best losses against what they cost.
    var costSection: ReportSection {
        let measures: [CostMeasure] = [
            CostMeasure(name: "parameters", axis: Axis("parameters", kind: .logarithmic)) {
                $0.size.map { Double($0.parameters.total) }
            },
            CostMeasure(
                name: "training FLOPs",
                axis: Axis("arithmetic of training", unit: "FLOPs", kind: .logarithmic)
            ) { trial in
                trial.size.flatMap { size in
                    trial.outcome.map { size.flopsPerToken * Double($0.tokensSeen) }
                }
            },
            CostMeasure(
                name: "time", axis: Axis("time of work", unit: "seconds", kind: .logarithmic)
            ) { $0.run?.seconds },
        ]
        let figures = measures.compactMap { measure -> ReportFigure? in
            let points = costPoints(measure)
            guard !points.isEmpty else { return nil }
            return ReportFigure(
                "loss against \(measure.name)", costChart(measure, points))
        }
        return ReportSection(
            "cost", "Loss against cost",
            figures.isEmpty
                ? [
                    .missing(
                        "No trial has finished yet, so there is no loss to set against a cost.")
                ]
                : [
                    .paragraph(
                        """
                        A point is a cell's mean over its seeds. The dashed line is the Pareto \
                        front: no other cell costs less and has a lower loss.
                        """)
                ] + figures.map(ReportBlock.figure))
    }

    /// What a trial cost, in some unit.
    private struct CostMeasure {
        let name: String
        let axis: Axis
        let value: (TrialRecord) -> Double?
    }

    private func costPoints(_ measure: CostMeasure) -> [ScatterChart.Point] {
        cells.compactMap { cell in
            let costs = cell.finished.compactMap(measure.value).filter { $0 > 0 }
            guard let loss = cell.row.validationLoss, !costs.isEmpty else { return nil }
            return ScatterChart.Point(
                x: Statistics.mean(costs), y: loss.mean, halfHeight: loss.halfWidth,
                name: cell.row.name, series: cell.row.variant,
                style: cell.isBaseline ? SeriesStyle(0) : style(of: cell.row.variant))
        }
    }

    private func costChart(
        _ measure: CostMeasure, _ points: [ScatterChart.Point]
    ) -> ScatterChart {
        let front = ScatterChart.front(of: points)
        let ends = [front.first, front.count > 1 ? front.last : nil].compactMap(\.self).map {
            "\($0.name) (\(NumberText.loss($0.y)) at \(NumberText.scaled($0.x)))"
        }
        return ScatterChart(
            ChartHeading(
                "Best validation loss against \(measure.name)",
                summary: "\(ReportText.count(front.count, "cell")) of \(points.count) lie on the "
                    + "front\(front.count > 1 ? ", from" : ":") "
                    + "\(ends.joined(separator: " to ")). Lines are 95% intervals."),
            x: measure.axis, y: ReportText.lossAxis("best validation loss"), points: points)
    }
}

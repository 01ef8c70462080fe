import Charts
import Sweeping
import Training

extension SweepReport {
    /// What a step, an evaluation and a sample take.
    var timeSection: ReportSection {
        let id = "times"
        let title = "Time"
        let figures = [
            timeFigure("Time per training step", "one optimizer's step, evaluations left out") {
                cell in
                cell.finished.compactMap { trial in
                    guard let outcome = trial.outcome, outcome.steps > 0,
                        let speed = trial.run?.tokensPerSecond, speed > 0
                    else { return nil }
                    return Double(outcome.tokensSeen) / Double(outcome.steps) / speed
                }
            },
            timeFigure(
                "Time per evaluation",
                "reading the whole validation part once with the best weights"
            ) { analyses(of: $0).map(\.evaluationSeconds) },
            timeFigure("Time per generated token", "a token of a sample, written alone") {
                analyses(of: $0).compactMap { $0.sample?.secondsPerToken }
            },
            timeFigure("Time per sample", "the metric sampleSeconds: one sample, written alone") {
                $0.finished.compactMap {
                    $0.outcome?.metrics?[Metric.sampleSeconds.rawValue]
                }
            },
        ].compactMap(\.self)
        guard !figures.isEmpty else {
            return ReportSection(
                id, title, [.missing("No trial has finished yet, so there is no time to show.")])
        }
        var blocks: [ReportBlock] = [
            .paragraph(
                "Times depend on the machine, and on what else ran there. Lines are 95% intervals."),
            .figures(figures),
        ]
        if analyses.isEmpty { blocks.append(.missing(Self.analysesMissing)) }
        return ReportSection(id, title, blocks)
    }

    private static let greatestTimeCount = 24

    /// The times of the cells with the lowest losses; nil where none is known.
    private func timeFigure(
        _ title: String, _ what: String, _ seconds: (Cell) -> [Double]
    ) -> ReportFigure? {
        let all = cells.compactMap { cell in
            SampleMean(seconds(cell).filter { $0 > 0 }).map { (cell: cell, time: $0) }
        }
        let measured = all.prefix(Self.greatestTimeCount)
        guard let least = measured.min(by: { $0.time.mean < $1.time.mean }),
            let most = measured.max(by: { $0.time.mean < $1.time.mean })
        else { return nil }
        let isShort = most.time.mean < 1
        let factor = isShort ? 1000.0 : 1
        let shortest = "\(ReportText.time(least.time.mean)) (\(least.cell.row.name))"
        let longest = "\(ReportText.time(most.time.mean)) (\(most.cell.row.name))"
        let range = measured.count > 1 ? ": from \(shortest) to \(longest)" : ": \(shortest)"
        let rest =
            all.count > measured.count
            ? ", of the \(measured.count) cells with the lowest losses among those measured"
            : cells.count > all.count
                ? ", of \(all.count) of \(ReportText.count(cells.count, "cell")) that were measured"
                : ""
        let isWide = most.time.mean > 8 * least.time.mean
        let chart = DotChart(
            ChartHeading(title, summary: "The time of \(what)\(rest)\(range)."),
            axis: Axis(
                "time", unit: isShort ? "milliseconds" : "seconds",
                kind: isWide ? .logarithmic : .linear),
            rows: measured.map { cell, time in
                DotChart.Row(
                    cell.row.name, factor * time.mean,
                    interval: Self.interval(time, factor),
                    style: cell.isBaseline ? SeriesStyle(0) : style(of: cell.row.variant),
                    remark: ReportText.time(time.mean))
            })
        return ReportFigure(title, chart)
    }

    /// No time is below 0, whatever few seeds let think.
    private static func interval(_ time: SampleMean, _ factor: Double) -> ClosedRange<Double>? {
        guard let half = time.halfWidth else { return nil }
        let low = max(0, factor * (time.mean - half))
        let high = factor * (time.mean + half)
        return low <= high ? low...high : nil
    }
}

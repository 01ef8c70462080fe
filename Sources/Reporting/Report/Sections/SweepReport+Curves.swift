import Charts
import Sweeping
import Training

extension SweepReport {
    /// Losses over training.
    var curveSection: ReportSection {
        let groups = groups { !evaluations(of: $0).isEmpty }
        guard !groups.isEmpty else {
            return ReportSection("curves", "Loss over training", [.missing(Self.foldersMissing)])
        }
        let shown = groups.prefix(Self.greatestGroupCount)
        let choices = shown.map { group in
            ReportBlock.Choice(name: group.name, figures: curveFigures(group))
        }
        return ReportSection(
            "curves", "Loss over training",
            ReportText.selection(shown.count, of: groups.count, Self.groupsInOrder)
                + [.chooser(label: "Cells", choices)])
    }

    /// What is said where the trials' own folders are not at hand.
    static let foldersMissing: Markup = """
        The folders of the trials are not here, or hold no <code>metrics.jsonl</code>, as in a copy \
        that has <code>trials.jsonl</code> alone. The report of the folder in which the sweep ran has \
        the curves; so does one made after <code>varia sweep</code> has run the trials here.
        """

    /// As many as a page of some megabytes can hold.
    static let greatestGroupCount = 40

    /// What `groups` are, and their order.
    static let groupsInOrder = "groups of cells, by their best loss"

    private func curveFigures(_ group: Group) -> [ReportFigure] {
        let place = group.name.isEmpty ? "" : ", \(group.name)"
        var figures = [ReportFigure("loss" + place, lossChart(group, place))]
        if let baseline = group.baseline, group.members.count > 1 {
            let chart = differenceChart(group, baseline, place)
            if !chart.series.isEmpty {
                figures.append(ReportFigure("loss difference" + place, chart))
            }
        }
        return figures
    }

    private func lossChart(_ group: Group, _ place: String) -> LineChart {
        let validation = group.members.map { member in
            LineSeries(
                member.name, style: member.style,
                points: curve(of: member.cell) { $0.validationLoss }.points)
        }
        let training = group.members.map { member in
            LineSeries(
                member.name + ", training", style: member.style,
                points: curve(of: member.cell) { $0.trainLoss }.points, isSecondary: true)
        }
        let hasTraining = training.contains { !$0.points.isEmpty }
        let last = Self.ends(of: validation)
        return LineChart(
            ChartHeading(
                "Loss over training" + place,
                summary: "Lines are means over seeds, bands reach from the lowest seed to the "
                    + "highest. A line ends where the first of its seeds does.\(last)"),
            x: Axis("step", isWhole: true), y: ReportText.lossAxis("loss", isLogarithmic: true),
            series: validation + training.filter { !$0.points.isEmpty },
            secondaryName: hasTraining ? "dashed: training loss" : nil)
    }

    /// Where the curves end, in a sentence; empty where there is none.
    private static func ends(of series: [LineSeries]) -> String {
        var ends: [(name: String, loss: Double)] = []
        for one in series {
            if let last = one.points.last { ends.append((one.name, last.y)) }
        }
        ends.sort { $0.loss < $1.loss }
        guard let low = ends.first, let high = ends.last else { return "" }
        let lowest = "\(NumberText.loss(low.loss)), of \(low.name)"
        let highest = "\(NumberText.loss(high.loss)), of \(high.name)"
        return ends.count == 1
            ? " At the last evaluation the mean is \(lowest)."
            : " At the last evaluation the lowest mean is \(lowest), and the highest \(highest)."
    }

    private func differenceChart(
        _ group: Group, _ baseline: Member, _ place: String
    ) -> LineChart {
        let others = group.members.filter { !$0.cell.isBaseline }
        let series = others.map { member in
            LineSeries(
                member.name, style: member.style,
                points: differenceCurve(of: member.cell, from: baseline.cell).points)
        }.filter { !$0.points.isEmpty }
        let ends = series.compactMap { one in
            one.points.last.map { "\(one.name) \(ReportText.signed($0.y))" }
        }
        return LineChart(
            ChartHeading(
                "Loss less that of \(baseline.name) over training" + place,
                summary:
                    "Each trial less the baseline's of the same seed: mean, and from the lowest "
                    + "seed to the highest. The axis is fitted to the second half of training; "
                    + "what lies beyond runs along its edge. At the end: "
                    + "\(NumberText.list(ends))."),
            x: Axis("step", isWhole: true), y: ReportText.lossAxis("difference in validation loss"),
            series: series, level: LineChart.Level(0, name: baseline.name),
            limits: Self.limits(of: series))
    }

    /// What the second half of training reaches, with room: the first steps' differences are
    /// hundreds of times those that count.
    private static func limits(of series: [LineSeries]) -> ClosedRange<Double>? {
        let last: Double = series.flatMap { $0.points.map(\.x) }.max() ?? 0
        let late: [LineSeries.Point] = series.flatMap { $0.points }.filter { $0.x >= last / 2 }
        let values: [Double] = late.flatMap { [$0.y, $0.low ?? $0.y, $0.high ?? $0.y] } + [0]
        guard let low = values.min(), let high = values.max(), low < high else { return nil }
        let room = (high - low) * 0.25
        return (low - room)...(high + room)
    }
}

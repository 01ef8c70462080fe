import Charts

extension SweepReport {
    /// What the axes explain of the losses.
    var importanceSection: ReportSection {
        let id = "importance"
        let title = "Importance of the axes"
        guard let importance = table.importance else {
            return ReportSection(
                id, title,
                [
                    .missing(
                        """
                        What each axis explains of the losses cannot be told: it takes an axis with \
                        two values among the finished trials, and more trials than values.
                        """)
                ])
        }
        let texts = importance.texts
        let shares = zip(importance.shares, texts.shares).map { "\($0.axis) \($1)" }
        let chart = DotChart(
            ChartHeading(
                "Share of the variance of the best validation losses",
                summary:
                    "Of the variance over \(ReportText.count(importance.trialCount, "trial")), "
                    + "what each axis explains by itself: \(NumberText.list(shares)). "
                    + "\(texts.inseparable) cannot be told to be one axis' or another's; "
                    + "combinations and noise are \(texts.rest). "
                    + "What chance would explain is taken off."),
            axis: Axis("share of variance", unit: "%"),
            rows: zip(importance.shares, texts.shares).map {
                DotChart.Row($0.axis, 100 * $0.share, remark: $1)
            }, hasBars: true)
        return ReportSection(id, title, [.figure(ReportFigure("importance", chart))])
    }
}

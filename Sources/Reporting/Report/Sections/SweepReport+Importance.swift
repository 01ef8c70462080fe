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
        let shares = importance.shares.map { share in
            "\(share.axis) \(Self.percent(share.share))"
        }
        let chart = DotChart(
            ChartHeading(
                "Share of the variance of the best validation losses",
                summary:
                    "Of the variance over \(ReportText.count(importance.trialCount, "trial")), "
                    + "what each axis explains by itself: \(NumberText.list(shares)). All together "
                    + "explain \(Self.percent(importance.explained)); the rest is what they do in "
                    + "combination, and noise."),
            axis: Axis("share of variance", unit: "%"),
            rows: importance.shares.map {
                DotChart.Row($0.axis, 100 * $0.share, remark: Self.percent($0.share))
            }, hasBars: true)
        return ReportSection(id, title, [.figure(ReportFigure("importance", chart))])
    }

    private static func percent(_ share: Double) -> String {
        NumberText.plain((share * 1000).rounded() / 10) + "%"
    }
}

import Charts

extension SweepReport {
    /// Each cell against the baseline, with its interval and verdict.
    var differenceSection: ReportSection {
        let id = "differences"
        let title = "Differences from the baseline"
        guard let baseline = table.baseline else {
            return ReportSection(
                id, title,
                [
                    .missing(
                        """
                        The sweep names no baseline, so nothing is compared. \
                        <code>varia report DIR --baseline V</code> compares with V.
                        """)
                ])
        }
        let compared = table.rows.filter { $0.difference != nil }
        guard !compared.isEmpty else {
            return ReportSection(
                id, title,
                [
                    .missing(
                        """
                        No cell has a finished trial whose seed \(baseline) has finished too, so \
                        there is no difference to show yet.
                        """)
                ])
        }
        let shown = Self.shown(compared)
        let left = compared.count - shown.count
        var blocks: [ReportBlock] = []
        if left > 0 {
            blocks.append(
                .paragraph(
                    """
                    The \(shown.count) cells with the largest differences are shown; the table has \
                    the other \(left).
                    """))
        }
        blocks.append(.figure(ReportFigure("differences", forest(shown, baseline))))
        blocks += overallBlocks
        return ReportSection(id, title, blocks)
    }

    private static let greatestRowCount = 60

    /// Of many rows those with the largest differences, in the order of the table.
    private static func shown(_ rows: [ResultsRow]) -> [ResultsRow] {
        guard rows.count > greatestRowCount else { return rows }
        let names = Set(
            rows.sorted { abs($0.difference?.mean ?? 0) > abs($1.difference?.mean ?? 0) }
                .prefix(greatestRowCount).map(\.name))
        return rows.filter { names.contains($0.name) }
    }

    private func forest(_ rows: [ResultsRow], _ baseline: String) -> ForestPlot {
        let sorted = rows.sorted { ($0.difference?.mean ?? 0) < ($1.difference?.mean ?? 0) }
        let isPaired = rows.allSatisfy { $0.comparison?.design != .unpaired }
        let counts = Verdict.names.compactMap { name -> String? in
            let count = rows.count { $0.comparison?.verdict.name == name }
            return count > 0 ? "\(count) \(name)" : nil
        }
        let most = sorted.first.flatMap { row in
            row.difference.map {
                " The lowest difference is \(ReportText.difference($0)), of \(row.name)."
            }
        }
        let summary =
            "Of \(ReportText.count(rows.count, "cell")), \(NumberText.list(counts)). Lines are 95% "
            + "intervals of the mean difference\(isPaired ? " over pairs of the same seed" : ""); "
            + "rings have one seed, and no interval. The shaded margin is "
            + "±\(NumberText.plain(table.margin)) nats.\(most ?? "")"
        return ForestPlot(
            ChartHeading("Validation loss less that of \(baseline)", summary: summary),
            axis: ReportText.lossAxis("difference in validation loss"),
            rows: sorted.map { row in
                let verdict = row.comparison?.verdict ?? .incomplete
                let figures = row.difference.map { ReportText.difference($0) + "  " } ?? ""
                return ForestPlot.Row(
                    row.name, difference: row.difference?.mean,
                    halfWidth: row.difference?.halfWidth, judgement: verdict.judgement,
                    remark: figures + verdict.description)
            }, margin: table.margin)
    }

    /// How the variants compare over all cells, where there are several.
    private var overallBlocks: [ReportBlock] {
        guard let overall = table.overall else { return [] }
        let hasTest = overall.variants.contains { $0.test != nil }
        let heads =
            [
                ReportTable.Head("variant"), ReportTable.Head("mean rank", isNumber: true),
                ReportTable.Head("best in", isNumber: true),
            ] + (hasTest ? [ReportTable.Head("p, adjusted", isNumber: true)] : [])
        let rows = overall.variants.map { one in
            [
                ReportTable.Cell(one.variant),
                ReportTable.Cell(NumberText.ratio(one.meanRank)),
                ReportTable.Cell("\(one.bestCells) of \(overall.cellCount)"),
            ]
                + (hasTest
                    ? [ReportTable.Cell(one.adjustedP.map(NumberText.probability) ?? "-")] : [])
        }
        let test =
            hasTest
            ? " p is of Wilcoxon's signed-rank test on the cells' means against the baseline." : ""
        return [
            .markup("<h3>Over all cells</h3>"),
            .paragraph(
                """
                Ranks by mean loss among the variants of each of \(overall.cellCount) cells, the \
                best being 1.\(test)
                """),
            .markup(
                ReportTable(
                    caption: "Variants over all cells", heads: heads, rows: rows
                ).markup),
        ]
    }
}

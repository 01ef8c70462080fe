import Charts

extension SweepReport {
    /// The results table, whose columns can be sorted.
    var tableSection: ReportSection {
        let columns = ResultsColumn.columns(of: table)
        let rows = table.rows.map { row in
            columns.map { column in
                ReportTable.Cell(
                    column.text(row),
                    classes: column.isVerdict
                        ? row.comparison.map { "v-\($0.verdict.judgement.rawValue)" } : nil)
            }
        }
        let heads = columns.map {
            ReportTable.Head($0.title, isNumber: $0.alignment == .right)
        }
        let grid = ReportTable(
            caption: "Results by best validation loss, in nats per token", heads: heads, rows: rows,
            namedColumns: 1 + (columns.first?.title == "case" ? 1 : 0))
        return ReportSection(
            "results", "Results",
            table.rows.isEmpty
                ? [.missing("The sweep has no cells yet.")]
                : [
                    .paragraph(
                        "One row for each cell, over its seeds. A click on a column's name sorts by it."
                    ), .markup(grid.markup),
                ])
    }
}

extension Verdict {
    /// The color of the verdict.
    var judgement: ForestPlot.Judgement {
        switch self {
        case .better: .better
        case .worse: .worse
        case .equivalent: .equivalent
        case .undecided, .incomplete, .oneSeed: .undecided
        }
    }
}

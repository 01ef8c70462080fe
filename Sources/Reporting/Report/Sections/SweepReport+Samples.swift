import Charts
import Sweeping

extension SweepReport {
    /// What the models write, side by side.
    var sampleSection: ReportSection {
        let id = "samples"
        let title = "Samples"
        let written = cells.compactMap { cell in
            analyses(of: cell).lazy.compactMap(\.sample).first.map { (cell: cell, sample: $0) }
        }
        guard let first = written.first else {
            return ReportSection(
                id, title,
                [
                    .missing(
                        analyses.isEmpty
                            ? Self.analysesMissing
                            : "None of the analyzed models can go on from a text by itself.")
                ])
        }
        let cards = written.prefix(Self.greatestCardCount).map { cell, sample -> Markup in
            let loss = cell.row.validationLoss.map { "loss \(NumberText.loss($0.mean))" } ?? ""
            return #"""
                <article class="card"><h3>\#(cell.row.name) <span class="muted">\#(loss)</span></h3>\#
                <pre><b>\#(sample.prompt)</b>\#(sample.text)</pre></article>
                """#
        }
        return ReportSection(
            id, title,
            ReportText.selection(cards.count, of: written.count, "cells, by loss") + [
                .paragraph(
                    """
                    Each model goes on from the same prompt, in bold, with the same random numbers, at \
                    temperature \(NumberText.plain(first.sample.temperature)), from the weights of its \
                    first seed.
                    """),
                .markup(#"<div class="cards">\#(cards)</div>"#),
            ])
    }

    private static let greatestCardCount = 24
}

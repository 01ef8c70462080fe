import Charts
import Foundation
import Sweeping
import Transformer

extension SweepReport {
    /// The head of the page: what was swept, and what was found, in words.
    var header: Markup {
        let facts = facts.map { name, value -> Markup in
            "<div><dt>\(name)</dt><dd>\(value)</dd></div>"
        }
        let sentences = headline.map { sentence -> Markup in "<p>\(sentence)</p>" }
        return #"""
            <header><button type="button" class="theme" aria-live="polite">Theme: automatic</button>\#
            <p class="kind">Sweep</p><h1>\#(manifest.name)</h1>\#
            <div class="finding">\#(sentences)</div>\#
            <dl class="facts">\#(facts)</dl></header>
            """#
    }

    private var facts: [(String, String)] {
        var facts: [(String, String)] = []
        if let best = cells.first(where: { $0.row.validationLoss != nil }),
            let loss = best.row.validationLoss
        {
            facts.append(("lowest mean loss", NumberText.loss(loss.mean)))
        }
        facts.append(("trials", Standing(trials.map(\.status)).description))
        facts.append(("variants", NumberText.count(Double(variants.count))))
        facts.append(("seeds", NumberText.count(Double(seedCount))))
        let corpora = Set(manifest.data.map(\.corpus)).sorted()
        if !corpora.isEmpty { facts.append(("corpus", NumberText.list(corpora))) }
        let seconds = trials.compactMap { $0.run?.seconds }.reduce(0, +)
        if seconds > 0 { facts.append(("time of work", DurationText.text(seconds))) }
        facts.append(("report made", dateText))
        return facts
    }

    /// A trial that has yet to run is known by its cell alone.
    private var seedCount: Int {
        Set(
            trials.compactMap { trial in
                trial.cell["seed"]?.text ?? (trial.status == .pending ? nil : String(trial.seed))
            }
        ).count
    }

    /// As `2026-11-21 18:05 UTC`, whatever the machine's language and zone are.
    private var dateText: String {
        let style = Date.ISO8601FormatStyle(timeZone: .gmt)
        let text = madeAt.formatted(style)
        return text.prefix(10) + " " + text.dropFirst(11).prefix(5) + " UTC"
    }
}

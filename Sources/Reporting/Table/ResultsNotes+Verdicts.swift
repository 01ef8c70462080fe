/// What the verdicts of rows mean, and what a choice among rows is worth.
extension ResultsNotes {
    /// When differences are said to be real, and when to be none.
    var verdicts: String? {
        let comparisons = rows.compactMap(\.comparison)
        guard comparisons.contains(where: { $0.test != nil }) else { return nil }
        let family =
            comparisons.count == 1
            ? "the p-value"
            : "the p-value, adjusted by Holm's method for all \(comparisons.count) comparisons,"
        return "A row is better or worse where \(family) is below "
            + "\(NumberText.plain(Verdict.threshold)), and equivalent where the 95% interval of "
            + "its difference lies within ±\(NumberText.plain(margin)) nats."
    }

    /// Of rows that share no seed with what they are compared with.
    var unpaired: String? {
        guard rows.contains(where: { $0.comparison?.design == .unpaired }) else { return nil }
        return
            "Some rows share no seed with the baseline: their differences are those of the means, "
            + "by Welch's test, and are less sure than those of pairs."
    }

    /// What the best of many rows owes to having been chosen.
    var choice: String? {
        guard let selection, selection.configurationCount > 2 else { return nil }
        return "The best of \(selection.configurationCount) rows has a mean of "
            + "\(NumberText.loss(selection.loss)); chosen on all seeds but one and measured on that "
            + "one, each in turn, it is \(NumberText.loss(selection.honestLoss)): the best row "
            + "owes about \(NumberText.loss(max(0, selection.optimism))) to having been chosen."
    }

    /// How the variants compare over all cells.
    var ranks: String? {
        guard let overall else { return nil }
        let parts = overall.variants.map { one in
            let p = one.adjustedP.map { " (p \(NumberText.probability($0)))" } ?? ""
            return "\(one.variant) \(NumberText.ratio(one.meanRank))\(p)"
        }
        let test =
            overall.variants.contains { $0.test != nil }
            ? "; p is that of Wilcoxon's signed-rank test against the baseline, adjusted by Holm's "
                + "method" : ""
        return "Mean ranks over \(overall.cellCount) cells: "
            + "\(NumberText.list(parts))\(test)."
    }

    /// What makes the losses differ.
    var variance: String? {
        guard let importance, importance.shares.count > 1 else { return nil }
        let parts = importance.shares.map { "\($0.axis) \(NumberText.percent($0.share))" }
        let rest = max(0, 1 - importance.explained)
        return "Of the variance of all losses, each axis alone explains: "
            + "\(parts.joined(separator: ", ")); what they do together, and noise, "
            + "\(NumberText.percent(rest))."
    }

    /// What looking again does to verdicts.
    static func looks(_ count: Int) -> String? {
        guard count > 1, let rate = LookInflation.rate(looks: count) else { return nil }
        let about = count > LookInflation.greatestCount ? "more than" : "about"
        return "These verdicts have been looked at \(count) times, with seeds added in between: a "
            + "false 'better' or 'worse' is then found in \(about) \(NumberText.percent(rate)) of "
            + "sweeps without any difference, not 5%. Seeds that are decided on beforehand keep "
            + "to it."
    }
}

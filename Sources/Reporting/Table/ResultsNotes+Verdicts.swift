/// What the verdicts of rows mean, and what a choice among rows is worth.
extension ResultsNotes {
    /// When differences are said to be real, and when to be none.
    var verdicts: String? {
        let comparisons = rows.compactMap(\.comparison)
        guard comparisons.contains(where: { $0.test != nil }) else { return nil }
        let p =
            comparisons.count == 1
            ? "p"
            : "p, adjusted by Holm's method for all \(comparisons.count) comparisons,"
        return "A row is equivalent where the 95% interval of its difference lies within "
            + "±\(NumberText.exact(margin)) nats; otherwise it is better or worse where \(p) is below "
            + "\(NumberText.exact(Verdict.threshold))."
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
        let whole = selection.comparedCount
        let tried =
            whole == selection.configurationCount
            ? "\(whole) rows"
            : "\(whole) of \(selection.configurationCount) rows, which share their seeds,"
        let start =
            "The best of \(tried) is \(selection.best), with \(NumberText.loss(selection.loss))"
        guard let honest = selection.honestLoss, let optimism = selection.optimism else {
            return start + "; with one seed nobody can tell how much of that is luck."
        }
        return start
            + "; chosen on all seeds but one and measured on that one, each in turn, it is "
            + "\(NumberText.loss(honest)): about \(NumberText.loss(max(0, optimism))) of its lead is "
            + "owed to having been chosen."
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
        let left = overall.leftOutCount
        let others =
            left == 0 ? "" : " (\(left) more lack\(left == 1 ? "s" : "") a variant or a seed)"
        return "Mean ranks over \(overall.cellCount) cells\(others): "
            + "\(NumberText.list(parts))\(test)."
    }

    /// What makes the losses differ.
    var variance: String? {
        guard let importance, importance.shares.count > 1 else { return nil }
        let texts = importance.texts
        let parts = zip(importance.shares, texts.shares).map { "\($0.axis) \($1)" }
        let inseparable =
            importance.inseparable < 0.005
            ? "" : "; \(texts.inseparable) cannot be told to be one axis' or another's"
        return "Of the variance of all losses, each axis alone explains beyond chance: "
            + "\(parts.joined(separator: ", "))\(inseparable); combinations and noise are "
            + "\(texts.rest)."
    }

    /// What looking again does to verdicts.
    static func looks(_ count: Int) -> String? {
        guard count > 1, let rate = LookInflation.rate(looks: count) else { return nil }
        let about = count > LookInflation.greatestCount ? "more than" : "about"
        return
            "These verdicts have been looked at \(count) times, with seeds added in between: where "
            + "no margin helps, a false 'better' or 'worse' is then found in \(about) "
            + "\(NumberText.percent(rate)) of sweeps without any difference, not 5%. Seeds that are "
            + "decided on beforehand keep to it."
    }
}

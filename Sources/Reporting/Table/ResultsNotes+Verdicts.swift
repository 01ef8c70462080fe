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

    /// What looking again does to verdicts.
    static func looks(_ count: Int) -> String? {
        guard count > 1, let rate = LookInflation.rate(looks: count) else { return nil }
        return "These verdicts have been looked at \(count) times, with seeds added in between: a "
            + "false 'better' or 'worse' is then found in about \(NumberText.plain(rate * 100))% of "
            + "sweeps without any difference, not 5%. Seeds that are decided on beforehand keep "
            + "to it."
    }
}

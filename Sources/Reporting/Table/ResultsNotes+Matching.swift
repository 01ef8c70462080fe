import Sweeping

/// What was made equal between rows.
extension ResultsNotes {
    /// By what the widths of rows were chosen, and which ones miss it by far.
    var matching: String? {
        let matches = rows.compactMap(\.match)
        guard let first = matches.first else { return nil }
        let most = matches.map { abs($0.miss) }.max() ?? 0
        let far = rows.filter { $0.match?.isFar == true }.map(\.name)
        let names = NumberText.list(far)
        let tolerance = NumberText.plain(100 * WidthMatch.tolerance)
        let warning =
            far.isEmpty
            ? ""
            : first.cost == .time
                ? " Warning: \(names) came out more than \(tolerance)% away, as measured."
                : " Warning: no width brings \(names) within \(tolerance)%."
        return
            "Widths are matched: each row has the one at which \(first.cost.phrase) is nearest to "
            + "that of '\(first.baseline)'; the greatest miss is \(NumberText.plain(100 * most))%."
            + warning
            + " Where the widths of two rows differ, their pairs share batches, but not initial "
            + "values, nor dropout masks other than those of attention weights."
    }
}

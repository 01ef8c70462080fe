import Sweeping

/// What was made equal between rows.
extension ResultsNotes {
    /// By what the widths of rows were chosen, and which ones miss it by far.
    var matching: String? {
        let matches = rows.compactMap(\.match)
        guard let first = matches.first else { return nil }
        let most = matches.map { abs($0.miss) }.max() ?? 0
        let far = rows.filter { $0.match?.isFar == true }.map(\.name)
        let warning =
            far.isEmpty
            ? ""
            : " Warning: no width brings \(NumberText.list(far)) within "
                + "\(NumberText.plain(100 * WidthMatch.tolerance))%."
        return
            "Widths are matched: rows have the width at which \(first.cost.phrase) is nearest to "
            + "that of '\(first.baseline)'; they miss it by \(NumberText.plain(100 * most))% at "
            + "most.\(warning)"
    }
}

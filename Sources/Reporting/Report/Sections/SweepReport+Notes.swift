import Charts

extension SweepReport {
    /// What a reader must know to compare rows fairly.
    var noteSection: ReportSection {
        let items = (table.notes + problems).map { note -> Markup in "<li>\(note)</li>" }
        return ReportSection(
            "notes", "Notes",
            items.isEmpty
                ? [.missing("There is nothing that a reader must know beside the figures.")]
                : [.markup("<ul>\(items)</ul>")])
    }
}

import Charts
package import Foundation
package import Sweeping
package import Training

/// Everything that the report of a sweep is made of: its page and its JSON are functions of it alone.
package struct SweepReport: Sendable {
    /// The spec, the machine and the data.
    package let manifest: SweepManifest
    /// The folder that was read, as its reader named it.
    package let folder: String
    package let madeAt: Date
    package let table: ResultsTable
    /// Each trial once, in the order of the spec.
    package let trials: [TrialRecord]
    /// In the order of the table, as far as its rows have trials of their own.
    package let cells: [Cell]
    /// The evaluations of each trial whose folder is at hand, without their probes; by identity.
    package let evaluations: [String: [EvaluationRecord]]
    /// What variants recorded, by the names of the cells.
    package let probes: [ProbeTable]
    /// What trained weights show, of the trials that were analyzed.
    package let analyses: [TrialAnalysis]
    /// What could not be read, a sentence each.
    package let problems: [String]

    /// The variants as rows spell them, in the order of the spec.
    let variants: [String]
    /// The look that each variant has in all charts.
    private let styles: [String: SeriesStyle]
    /// The places of each trial's analyses among all, by identity.
    private let analysisPlaces: [String: [Int]]

    init(
        manifest: SweepManifest, folder: String, madeAt: Date, table: ResultsTable,
        trials: [TrialRecord], cells: [Cell], evaluations: [String: [EvaluationRecord]],
        probes: [ProbeTable], analyses: [TrialAnalysis], problems: [String]
    ) {
        self.manifest = manifest
        self.folder = folder
        self.madeAt = madeAt
        self.table = table
        self.trials = trials
        self.cells = cells
        self.evaluations = evaluations
        self.probes = probes
        self.analyses = analyses
        self.problems = problems
        var seen: Set<String> = []
        variants = trials.map(\.rowVariant).filter { seen.insert($0).inserted }
        let others = variants.filter { $0 != table.baseline }
        styles = Dictionary(
            uniqueKeysWithValues: others.enumerated().map { ($1, SeriesStyle($0 + 1)) })
        analysisPlaces = Dictionary(grouping: analyses.indices) { analyses[$0].id }
    }

    /// The look that a variant has in all charts.
    func style(of variant: String) -> SeriesStyle { styles[variant] ?? SeriesStyle(0) }

    /// The analyses of a cell's finished trials.
    func analyses(of cell: Cell) -> [TrialAnalysis] {
        Set(cell.finished.map(\.id)).flatMap { analysisPlaces[$0] ?? [] }.sorted()
            .map { analyses[$0] }
    }

    /// A row of the table with its trials, one a seed.
    package struct Cell: Sendable {
        package let row: ResultsRow
        package let trials: [TrialRecord]
        /// What it shares with the cells that it can be compared with.
        package let shared: SharedCell
        /// Whether others are compared with it.
        package let isBaseline: Bool

        /// Those of its trials that have ended well.
        package var finished: [TrialRecord] { trials.filter { $0.status == .finished } }
    }
}

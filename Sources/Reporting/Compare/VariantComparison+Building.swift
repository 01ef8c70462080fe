import Foundation
package import Sweeping
import Training
package import Transformer

extension VariantComparison {
    /// Compares two variants of a sweep, or two of its cases. It may still be running.
    ///
    /// - Parameters:
    ///   - conditions: Values that a cell must have, by the keys of its axes, `case` being its label.
    ///     Without any, the best cell is compared that both variants have; otherwise every such cell.
    ///   - analyses: What is known of the trials' weights.
    ///   - look: Told of the table whose verdicts are going to be seen, with A as its baseline, once
    ///     all else is read; returns it with the number of looks, where somebody counts them.
    /// - Throws: `ReportingError` where the sweep has no such variant, both have no such cell, or no
    ///   seed that both have finished; what reading metrics throws.
    package init(
        _ results: SweepResults, _ a: String, _ b: String,
        where conditions: [String: JSONValue] = [:], analyses: [TrialAnalysis],
        look: (ResultsTable) -> ResultsTable = { $0 }
    ) throws {
        let manifest = results.manifest
        let cells = ResultsCell.measured(results)
        let sides = ComparedSides(
            a: try Self.side(a, of: manifest, cells), b: try Self.side(b, of: manifest, cells))
        guard a != b else { throw ReportingError.sameVariants(a) }
        let matching = try CellCondition.matching(cells, conditions, sweep: manifest.name)
        let common = sides.pairs(of: matching, in: manifest)
        guard !common.isEmpty else {
            throw ReportingError.noCommonCell(
                a, b, sweep: manifest.name,
                having: CellCondition.description(conditions),
                common: sides.pairs(of: cells, in: manifest).map(\.shared.description)
                    .filter { !$0.isEmpty })
        }
        let measured = common.filter { !$0.seeds.isEmpty }.sorted { $0.bestLoss < $1.bestLoss }
        guard !measured.isEmpty else {
            throw ReportingError.noPairs(a, b, sweep: manifest.name)
        }
        let shown = conditions.isEmpty ? Array(measured.prefix(1)) : measured
        let byID = Dictionary(analyses.map { ($0.id, $0) }) { $1 }
        let table = try ResultsTable(results, baseline: a)
        let compared = try shown.map {
            try CellComparison($0, in: results, table: table, analyses: byID)
        }
        // Whoever sees no verdict is not misled by one.
        let looks = compared.contains { $0.verdict != nil } ? look(table).looks : 0
        self.init(
            name: manifest.name, a: a, b: b, cells: compared,
            notes: Self.notes(shown, of: common, in: results, analyses: byID)
                + [ResultsNotes.looks(looks)].compactMap(\.self))
    }

    /// The cells that a name stands for: those of a variant, or else of a case.
    private static func side(
        _ name: String, of manifest: SweepManifest, _ cells: [ResultsCell]
    ) throws(ReportingError) -> Baseline? {
        do throws(ReportingError) { return try Baseline(name, of: manifest, cells) } catch {
            guard case .unknownBaseline(_, _, let nearest, let known) = error else { throw error }
            throw .unknownVariant(name, sweep: manifest.name, nearest: nearest, known: known)
        }
    }

    private static func notes(
        _ shown: [CellPair], of common: [CellPair], in results: SweepResults,
        analyses: [String: TrialAnalysis]
    ) -> [String] {
        let trials = shown.flatMap { pair in pair.seeds.flatMap { [$0.a, $0.b] } }
        var notes: [String] = []
        if trials.contains(where: { !TrialFiles(results.directory.trial($0.id).root).hasMetrics }) {
            notes.append(
                "The folders of some trials are not here, and with them curves and probes.")
        }
        let missing = trials.filter { analyses[$0.id] == nil }
        if !missing.isEmpty {
            let usual = Set(AnalysisChoice.best.trials(of: results).map(\.id))
            let choice = missing.allSatisfy { usual.contains($0.id) } ? "" : " --trials all"
            let folder = ShellWords.quoted(results.directory.root.relativePath)
            notes.append(
                "\(missing.count) of the \(trials.count) trials have not been analysed, without "
                    + "which there are no losses by position, heads or samples of them; "
                    + "`varia analyze \(folder)\(choice)` does it.")
        }
        if common.count > shown.count {
            notes.append(
                "\(common.count) cells have both variants; --cell key=value chooses others.")
        }
        return notes
    }
}

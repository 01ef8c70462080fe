package import Foundation
package import Sweeping
import Training

extension SweepReport {
    /// Gathers a sweep's report from its folder, whether the sweep is finished or not. What one
    /// trial's files cannot tell is said in the report.
    ///
    /// - Parameters:
    ///   - results: The sweep as it was read.
    ///   - table: Its table.
    ///   - analyses: What was found in trained weights.
    ///   - folder: How the reader names the sweep's folder.
    package init(
        _ results: SweepResults, table: ResultsTable, analyses: [TrialAnalysis], folder: String,
        madeAt: Date = Date()
    ) {
        var seen: Set<String> = []
        let trials = results.records.filter { seen.insert($0.id).inserted }
        let cells = Self.cells(of: results, table)
        var readings: [String: ProbeReading] = [:]
        var problems: [String] = []
        for trial in trials {
            do { readings[trial.id] = try ProbeReading(results.directory.trial(trial.id)) } catch {
                problems.append("\(error)")
            }
        }
        self.init(
            manifest: results.manifest, folder: folder, madeAt: madeAt, table: table,
            trials: trials, cells: cells,
            evaluations: readings.mapValues { reading in
                reading.records.map { record in
                    var record = record
                    record.probes = []
                    return record
                }
            },
            probes: cells.flatMap { cell in
                let found = cell.finished.compactMap { readings[$0.id] }
                let values = found.map { $0.filtered { !$0.isGradient } }
                let gradients = found.map { $0.filtered(\.isGradient) }
                // A gradient's mean is near 0, whatever its size is.
                return ProbeTable.tables(of: values, title: cell.row.name)
                    + ProbeTable.tables(
                        of: gradients, title: cell.row.name, statistic: .deviation)
            },
            analyses: analyses, problems: problems)
    }

    /// The rows of the table with their trials.
    private static func cells(of results: SweepResults, _ table: ResultsTable) -> [Cell] {
        let manifest = results.manifest
        let found = ResultsCell.cells(of: results)
        let byName = Dictionary(found.map { ($0.name, $0) }) { first, _ in first }
        return table.rows.compactMap { row in
            guard let cell = byName[row.name], let first = cell.records.first else { return nil }
            let isBaseline =
                table.baseline != nil && row.comparison == nil
                && (row.variant == table.baseline || row.label == table.baseline)
            return Cell(
                row: row, trials: cell.records, shared: SharedCell(of: first, in: manifest),
                isBaseline: isBaseline)
        }
    }
}

extension ProbeReading {
    /// The same evaluations with some of their probes.
    fileprivate func filtered(_ isWanted: (ProbeRecord) -> Bool) -> ProbeReading {
        ProbeReading(
            records: records.map { record in
                var record = record
                record.probes = record.probes.filter(isWanted)
                return record
            }, heads: heads)
    }
}

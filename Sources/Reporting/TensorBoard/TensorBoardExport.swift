package import Foundation
package import Sweeping
import Training
import Transformer

/// Writes a sweep as event files that TensorBoard shows: a folder for each trial that has begun,
/// and one file for the sweep, which says what its hyperparameters are. A trial that fills several
/// cells is one run, with the values of the first of them.
package struct TensorBoardExport {
    /// The name of every file. It does not change, so that a later export replaces an earlier one;
    /// TensorBoard knows event files by the word in the middle.
    static let fileName = "events.out.tfevents.0.varia"

    /// How many trials were written.
    package private(set) var count = 0
    /// How many of them have no curves, as in a copy of a sweep without its trials' folders.
    package private(set) var countWithoutCurves = 0

    /// Why trials were left out whose metrics cannot be read, a whole sentence each.
    package private(set) var problems: [String] = []

    /// Writes the files.
    ///
    /// - Parameter root: A folder, which is made; its other content is left alone.
    /// - Throws: `FileError` where it cannot be written.
    package init(_ results: SweepResults, to root: URL) throws {
        let names = TensorBoardRunNames(results.records)
        var written: Set<String> = []
        var values: [String: [JSONValue]] = [:]
        var seen: [String: Set<JSONValue>] = [:]
        var beginning = Double.infinity
        for record in results.records where written.insert(record.id).inserted {
            let run: TensorBoardRun
            do { run = try TensorBoardRun(record, in: results.directory) } catch {
                problems.append("\(error)")
                continue
            }
            let isKnown = record.outcome?.bestValidationLoss != nil
            guard !run.evaluations.isEmpty || isKnown else { continue }
            let events = run.events(group: TensorBoardRunNames.group(of: record))
            try Self.write(events, to: root.file(names.name(of: record)))
            count += 1
            if run.evaluations.isEmpty { countWithoutCurves += 1 }
            for (key, value) in run.hyperparameters
            where seen[key, default: []].insert(value).inserted {
                values[key, default: []].append(value)
            }
            beginning = min(beginning, run.end)
        }
        guard count > 0 else { return }
        try Self.write(
            [
                .version(time: beginning),
                TensorBoardSession.experiment(
                    name: results.manifest.name, values: values, time: beginning),
            ], to: root)
    }

    private static func write(_ events: [TensorBoardEvent], to folder: URL) throws {
        try FileContent.makeFolder(folder)
        try AtomicFile.write(
            events.map(\.record), to: folder.file(fileName), isFlushed: false)
    }
}

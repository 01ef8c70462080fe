package import Foundation
package import Sweeping
import Training
import Transformer

/// Writes a sweep as event files that TensorBoard shows: a folder for each trial that has begun,
/// and one file for the sweep, which says what its hyperparameters are.
package struct TensorBoardExport {
    /// The name of every file. It does not change, so that a later export replaces an earlier one;
    /// TensorBoard knows event files by the word in the middle.
    static let fileName = "events.out.tfevents.0.varia"

    /// How many trials were written.
    package private(set) var count = 0
    /// How many of them have no curves, as in a copy of a sweep without its trials' folders.
    package private(set) var countWithoutCurves = 0

    /// Writes the files.
    ///
    /// - Parameter root: A folder, which is made; its other content is left alone.
    /// - Throws: `SweepError.system` or `FileError` where it cannot be written; `CheckpointError`
    ///   where a trial's metrics are damaged.
    package init(_ results: SweepResults, to root: URL) throws {
        var names = TensorBoardRunNames()
        var written: Set<String> = []
        var values: [String: [JSONValue]] = [:]
        var beginning = Double.infinity
        for record in results.records where written.insert(record.id).inserted {
            let run = try TensorBoardRun(record, in: results.directory)
            let isKnown = record.outcome?.bestValidationLoss != nil
            guard !run.evaluations.isEmpty || isKnown else { continue }
            let events = run.events(group: TensorBoardRunNames.group(of: record))
            try Self.write(events, to: root.appendingPathComponent(names.name(of: record)))
            count += 1
            if run.evaluations.isEmpty { countWithoutCurves += 1 }
            for (key, value) in run.hyperparameters
            where values[key]?.contains(value) != true {
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
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
            throw SweepError.system(path: folder.path, code: Int32(cause?.code ?? Int(EACCES)))
        }
        try AtomicFile.write(
            events.map(\.record), to: folder.appendingPathComponent(fileName), isFlushed: false)
    }
}

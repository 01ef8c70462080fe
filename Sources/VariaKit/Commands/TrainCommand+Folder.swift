import Foundation
import Sweeping
import Training

extension TrainCommand {
    /// Refuses a folder in which the files of a training would be mixed with a sweep's, or replace what
    /// another program has written. Files of other names, such as a log, are left alone.
    ///
    /// - Throws: `Occupied`.
    static func refuseOthers(_ folder: URL) throws(Occupied) {
        let (sweep, trial) = (SweepDirectory(folder), TrialFolder(folder))
        func exists(_ file: URL) -> Bool { FileManager.default.fileExists(atPath: file.path) }
        let found: Occupied.Content? =
            if exists(sweep.manifest) || exists(sweep.trials) {
                .sweep
            } else if exists(trial.definition) {
                .trial
            } else if holdsOthersMetrics(TrialFiles(folder)) {
                .metrics
            } else {
                nil
            }
        if let found { throw Occupied(folder: folder.path, content: found) }
    }

    /// Whether the first line of the metrics is none of Varia's. What cannot be read is told of when the
    /// training opens it.
    private static func holdsOthersMetrics(_ files: TrialFiles) -> Bool {
        do {
            _ = try EvaluationRecord.read(files.metrics)
            return false
        } catch let error as CheckpointError {
            return error.problem == .damagedMetrics(line: 1)
        } catch {
            return false
        }
    }

    /// A folder that a training may not be kept in.
    struct Occupied: Error, CustomStringConvertible {
        /// What is there.
        enum Content { case sweep, trial, metrics }

        let folder: String
        let content: Content

        /// One sentence.
        var description: String {
            let what =
                switch content {
                case .sweep: "is a sweep's"
                case .trial: "is that of a trial of a sweep"
                case .metrics: "holds a 'metrics.jsonl' that is no training's of Varia"
                }
            return "The folder '\(folder)' \(what); choose another with '--out'."
        }
    }
}

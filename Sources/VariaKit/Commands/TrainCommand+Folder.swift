import Foundation
import Sweeping
import Training

extension TrainCommand {
    /// Refuses a folder that holds something else than a training, whose files would be mixed with
    /// the training's or replaced by them.
    ///
    /// - Throws: `Occupied`.
    static func refuseOthers(_ folder: URL) throws(Occupied) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let entries = Set(names.filter { !$0.hasPrefix(".") })
        let (sweep, trial) = (SweepDirectory(folder), TrialFolder(folder))
        let files = TrialFiles(folder)
        let own = [files.metrics, files.best, files.state, files.previousState]
        func holds(_ file: URL) -> Bool { entries.contains(file.lastPathComponent) }
        let found: Occupied.Content? =
            if holds(sweep.manifest) || holds(sweep.trials) {
                .sweep
            } else if holds(trial.definition) {
                .trial
            } else if entries.isEmpty || own.contains(where: holds) {
                nil
            } else {
                .others
            }
        if let found { throw Occupied(folder: folder.path, content: found) }
    }

    /// A folder that a training may not be kept in.
    struct Occupied: Error, CustomStringConvertible {
        /// What is there.
        enum Content { case sweep, trial, others }

        let folder: String
        let content: Content

        /// One sentence.
        var description: String {
            let what =
                switch content {
                case .sweep: "is a sweep's"
                case .trial: "is that of a trial of a sweep"
                case .others: "is not empty and holds no training"
                }
            return "The folder '\(folder)' \(what); choose another with '--out'."
        }
    }
}

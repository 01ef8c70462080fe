import Foundation
import Sweeping
import Training

extension CommandContext {
    /// The checkpoint that a run is read from: a training's or trial's folder, or the file itself.
    ///
    /// - Throws: `UsageError` for a sweep's folder, which holds many; `FileError`, `SafeTensorsError`
    ///   or `CheckpointError` where it cannot be read.
    func checkpoint(of run: String) throws -> Checkpoint {
        let path = URL(fileURLWithPath: run)
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path.path, isDirectory: &isFolder)
        guard exists, isFolder.boolValue else { return try Checkpoint(contentsOf: path) }
        let trials = SweepDirectory(path).trials
        if FileManager.default.fileExists(atPath: trials.path) {
            throw UsageError.refused(
                "\(run) is a sweep's folder; name one of its trials, a folder in "
                    + "\(trials.relativePath).")
        }
        return try Checkpoint(contentsOf: TrialFiles(path).best)
    }
}

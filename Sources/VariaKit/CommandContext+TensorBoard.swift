import Foundation
import Reporting
import Sweeping

extension CommandContext {
    /// Writes a sweep's trials as event files of TensorBoard, and says how to look at them.
    ///
    /// - Throws: What `TensorBoardExport` throws.
    func exportToTensorBoard(_ results: SweepResults, folder: URL) throws {
        let export = try TensorBoardExport(results, to: folder)
        for problem in export.problems {
            console.message("Warning: a trial was left out. \(problem)")
        }
        guard export.count > 0 else {
            guard export.problems.isEmpty else { return }
            console.message("No trial has been evaluated yet, so that TensorBoard has no runs.")
            return
        }
        let path = folder.relativePath
        console.message(
            "Wrote \(export.count) run\(export.count == 1 ? "" : "s") to \(path); "
                + "`tensorboard --logdir \(ShellWords.quoted(path))` shows them.")
        if export.countWithoutCurves > 0 {
            console.message(
                "\(export.countWithoutCurves) of them have no curves, as their trials' folders are "
                    + "not here.")
        }
    }
}

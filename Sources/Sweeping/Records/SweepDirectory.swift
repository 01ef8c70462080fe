package import Foundation
import Training

/// The names of the files of a sweep, which are its only shared state.
package struct SweepDirectory: Hashable, Sendable {
    package let root: URL

    package init(_ root: URL) { self.root = root }

    /// The resolved spec, its cells, and the machine that started it.
    package var manifest: URL { root.file("sweep.json") }
    /// One line per ended trial, derived from their `result.json` files.
    package var records: URL { root.file("trials.jsonl") }
    /// One line per trial whose trained weights were analysed, derived from their `analysis.json`
    /// files.
    package var gatheredAnalyses: URL { root.file("analysis.jsonl") }
    /// One line per table that showed verdicts on seeds not seen before.
    package var looks: URL { root.file("looks.jsonl") }
    /// The page that `varia report` writes.
    package var report: URL { root.file("report.html") }
    /// The folder of the trials' folders.
    package var trials: URL { root.file("trials") }
    /// The variants that have passed the conformance check.
    package var conformance: URL { root.file("conformance.json") }

    package func trial(_ id: String) -> TrialFolder {
        TrialFolder(trials.file(id))
    }

    /// Refuses what is no folder, for which somebody may have taken it.
    ///
    /// - Throws: `SweepError`, or `FileError` where the system does not tell.
    package func checkFolder() throws {
        guard let isFolder = try FileContent.isFolder(root) else {
            throw SweepError.noFolder(path: root.relativePath)
        }
        guard isFolder else { throw SweepError.notAFolder(path: root.relativePath) }
    }
}

/// The names of the files of one trial.
package struct TrialFolder: Hashable, Sendable {
    package let root: URL

    package init(_ root: URL) { self.root = root }

    /// The trial's identity, which names its folder.
    package var id: String { root.lastPathComponent }
    /// What the trial is.
    package var definition: URL { root.file("trial.json") }
    /// A line per evaluation.
    package var metrics: URL { root.file("metrics.jsonl") }
    /// Everything to resume from; removed when the trial has ended.
    package var state: URL { root.file("state.safetensors") }
    /// The one before that.
    package var previousState: URL { root.file("state.previous.safetensors") }
    /// The weights at the best evaluation.
    package var best: URL { root.file("best.safetensors") }
    /// How far a trial that is compared with others on the way may go, and how it was until there.
    package var rung: URL { root.file("rung.json") }
    /// How the trial ended; written last.
    package var result: URL { root.file("result.json") }
    /// What the best weights show, made on demand after the result.
    package var analysis: URL { root.file("analysis.json") }
    /// Crashes and kills so far, and the message of the last one.
    package var failure: URL { root.file("failure.json") }
    /// What the trial's workers wrote to standard error.
    package var log: URL { root.file("log.txt") }
}

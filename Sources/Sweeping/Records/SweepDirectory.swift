package import Foundation

/// The names of the files of a sweep, which are its only shared state.
package struct SweepDirectory: Hashable, Sendable {
    package let root: URL

    package init(_ root: URL) { self.root = root }

    /// The resolved spec, its cells, and the machine that started it.
    package var manifest: URL { root.appendingPathComponent("sweep.json") }
    /// One line per ended trial, derived from their `result.json` files.
    package var records: URL { root.appendingPathComponent("trials.jsonl") }
    /// The folder of the trials' folders.
    package var trials: URL { root.appendingPathComponent("trials") }
    /// The variants that have passed the conformance check.
    package var conformance: URL { root.appendingPathComponent("conformance.json") }

    package func trial(_ id: String) -> TrialFolder {
        TrialFolder(trials.appendingPathComponent(id))
    }
}

/// The names of the files of one trial.
package struct TrialFolder: Hashable, Sendable {
    package let root: URL

    package init(_ root: URL) { self.root = root }

    /// The trial's identity, which names its folder.
    package var id: String { root.lastPathComponent }
    /// What the trial is.
    package var definition: URL { root.appendingPathComponent("trial.json") }
    /// A line per evaluation.
    package var metrics: URL { root.appendingPathComponent("metrics.jsonl") }
    /// Everything to resume from; removed when the trial has ended.
    package var state: URL { root.appendingPathComponent("state.safetensors") }
    /// The weights at the best evaluation.
    package var best: URL { root.appendingPathComponent("best.safetensors") }
    /// How far a trial that is compared with others on the way may go, and how it was until there.
    package var rung: URL { root.appendingPathComponent("rung.json") }
    /// How the trial ended; written last.
    package var result: URL { root.appendingPathComponent("result.json") }
    /// Crashes and kills so far, and the message of the last one.
    package var failure: URL { root.appendingPathComponent("failure.json") }
    /// What the trial's workers wrote to standard error.
    package var log: URL { root.appendingPathComponent("log.txt") }
}

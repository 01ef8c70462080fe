package import Foundation

/// The files that training keeps in a trial's folder.
package struct TrialFiles: Hashable, Sendable {
    package let folder: URL

    package init(_ folder: URL) { self.folder = folder }

    /// A line of JSON per evaluation, an `EvaluationRecord`.
    package var metrics: URL { folder.file("metrics.jsonl") }
    /// Whether an evaluation has been recorded.
    package var hasMetrics: Bool { FileManager.default.fileExists(atPath: metrics.path) }
    /// The weights at the best evaluation, a `Checkpoint`.
    package var best: URL { folder.file("best.safetensors") }
    /// Everything to resume from.
    package var state: URL { folder.file("state.safetensors") }
    /// The state before that one, to go back to where the disk has damaged the last.
    package var previousState: URL { folder.file("state.previous.safetensors") }
}

package import Foundation
import Sweeping
package import Training
import Transformer

/// One training of which probes are read.
package struct ProbeReading: Sendable {
    /// Those of its evaluations.
    package let records: [EvaluationRecord]
    /// How many heads the model has, for probes that do not say which axis is theirs; nil where all
    /// do, and where nothing tells.
    package let heads: Int?

    package init(records: [EvaluationRecord], heads: Int? = nil) {
        self.records = records
        self.heads = heads
    }

    /// Reads the folder of a training or of a trial.
    ///
    /// - Throws: `FileError`, `SafeTensorsError` or `CheckpointError`.
    package init(folder: URL) throws {
        let files = TrialFiles(folder)
        records = try EvaluationRecord.read(files.metrics)
        let asks = records.contains { $0.probes.contains { $0.headAxis == nil } }
        // A training that diverged at once has left no weights.
        let hasWeights = FileManager.default.fileExists(atPath: files.best.path)
        heads = asks && hasWeights ? try Checkpoint(contentsOf: files.best).model.heads : nil
    }
}

/// Which figure of a probe is shown.
package enum ProbeStatistic: String, Hashable, Sendable, CaseIterable, Encodable {
    /// The mean, for each head where the probe tells heads apart.
    case mean
    /// The standard deviation over all elements: of a gradient, how large it is.
    case deviation
    case minimum
    case maximum
}

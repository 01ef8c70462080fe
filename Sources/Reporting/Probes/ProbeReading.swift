package import Foundation
package import Sweeping
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
        try self.init(records: EvaluationRecord.read(files.metrics), best: files.best)
    }

    /// Reads a trial of a sweep; nil where it has no metrics, as in a copy of the results without
    /// the trials' folders.
    ///
    /// - Throws: `FileError`, `SafeTensorsError`, `CheckpointError`, or `SweepError.damagedMetrics`.
    package init?(_ trial: TrialFolder) throws {
        guard let records = try trial.evaluations() else { return nil }
        try self.init(records: records, best: trial.best)
    }

    /// - Parameter best: The file of weights that says how many heads there are.
    private init(records: [EvaluationRecord], best: URL) throws {
        self.records = records
        let asks = records.contains { $0.probes.contains { $0.headAxis == nil } }
        // A training that diverged at once has left no weights.
        let hasWeights = FileManager.default.fileExists(atPath: best.path)
        heads = asks && hasWeights ? try Checkpoint(contentsOf: best).model.heads : nil
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

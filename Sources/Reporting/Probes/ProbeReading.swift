package import Foundation
import Sweeping
package import Training
import Transformer

/// One training of which probes are read: the records of its evaluations, and how many heads its
/// model has.
package struct ProbeReading: Sendable {
    package let records: [EvaluationRecord]
    package let heads: Int

    package init(records: [EvaluationRecord], heads: Int) {
        self.records = records
        self.heads = heads
    }

    /// Reads the folder of a training or of a trial.
    ///
    /// - Throws: `FileError`, `SafeTensorsError` or `CheckpointError`.
    package init(folder: URL) throws {
        let files = TrialFiles(folder)
        records = try EvaluationRecord.read(files.metrics)
        heads = try Checkpoint(contentsOf: files.best).model.heads
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

package import Corpora
import Training
import Transformer

/// A trial that can run: its identity, its configuration with the data's vocabulary, and its data.
package struct PreparedTrial: Sendable {
    package let identity: TrialIdentity
    package let config: TrialConfig
    package let summary: ModelSummary
    package let corpus: Corpus

    package var id: String { identity.id }

    /// The trial's record before it has run.
    package var record: TrialRecord {
        TrialRecord(
            id: id, configuration: config.members, variant: config.variant.name,
            seed: config.training.seed, status: .pending,
            size: TrialRecord.Size(
                parameters: summary.parameters, flopsPerToken: summary.flopsPerToken,
                context: config.model.blockSize))
    }
}

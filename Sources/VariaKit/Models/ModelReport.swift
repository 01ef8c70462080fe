import Compiler
import Sweeping
import Training
import Transformer

/// What `varia summary` tells of a model. The members of its JSON are stable.
struct ModelReport: Encodable {
    let variant: String
    let config: ModelConfig
    /// Sequences of a training step.
    let batch: Int
    let layers: [LayerSummary]
    let parameters: Parameters
    /// How the counts change with the sizes of the model.
    let slopes: [ParameterSlope]
    /// Floating-point operations for each token.
    let flopsPerToken: FlopsPerToken
    /// Bytes that training takes: parameters, gradients, the optimiser's two moments, and the
    /// values of a training step and of an evaluation.
    let peakMemoryBytes: Int

    struct Parameters: Encodable {
        let embedding: Int
        let blocks: Int
        let readout: Int
        let total: Int
        /// Nil where the readout has no parameters of its own.
        let blocksToReadout: Double?
    }

    struct FlopsPerToken: Encodable {
        /// Forward alone, without dropout.
        let inference: Double
        /// Forward and backward.
        let training: Double
    }

    /// Traces and plans a configuration.
    ///
    /// - Throws: `CompositionError`, `TraceError` or `ConfigurationError`.
    init(_ trial: TrialConfig) throws {
        config = trial.model
        variant = trial.variant.name
        batch = trial.sequences
        let training = try trace(config, trial.variant, batch: batch, purpose: .training)
        let inference = try trace(config, trial.variant, batch: 1, purpose: .inference)
        layers = training.layers
        let counts = training.counts
        parameters = Parameters(
            embedding: counts.embedding, blocks: counts.blocks, readout: counts.readout,
            total: counts.total,
            blocksToReadout: counts.readout > 0
                ? Double(counts.blocks) / Double(counts.readout) : nil)
        slopes = try ParameterSlope.all(config, trial.variant)
        flopsPerToken = FlopsPerToken(
            inference: inference.graph.flops / Double(config.blockSize),
            training: training.graph.flops / Double(batch * config.blockSize))
        peakMemoryBytes =
            try TrainingPlan(
                config, trial.variant, batch: batch, precision: trial.training.precision
            ).memory.total
    }
}

import Compiler
import Corpora
import Tensors
package import Transformer

/// What the traced graphs of a trial say before anything runs.
package struct ModelSummary: Hashable, Sendable {
    /// The SHA-256 of what is computed: the training loss at the trial's batch, from which its
    /// gradients follow, and the logits as evaluation sees them, without dropout.
    package let graphHash: String
    package let parameters: ParameterCounts
    /// Floating-point operations of a training step per token, forward and backward.
    package let flopsPerToken: Double
    /// Floating-point operations of an evaluation per token.
    package let evaluationFlopsPerToken: Double

    /// Traces a model.
    ///
    /// - Throws: `CompositionError`, `TraceError` or `ConfigurationError`.
    package init(_ model: ModelConfig, _ variant: Composition, batch: Int) throws {
        let training = try trace(model, variant, batch: batch, purpose: .training)
        let inference = try trace(model, variant, batch: 1, purpose: .inference)
        let text = training.objective.canonicalText + "\n" + inference.graph.canonicalText
        graphHash = SHA256.hexDigest(of: Array(text.utf8))
        parameters = training.counts
        flopsPerToken = training.graph.flops / Double(batch * model.blockSize)
        evaluationFlopsPerToken = inference.graph.flops / Double(model.blockSize)
    }
}

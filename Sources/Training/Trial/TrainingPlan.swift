package import Compiler
import Runtime
import Tensors
package import Transformer

/// What training a model will run and take, known before anything is allocated.
package struct TrainingPlan: Sendable {
    /// A training step.
    package let program: Program
    /// Bytes of parameters, gradients, and the optimiser's two moments.
    package let parameterBytes: Int
    /// Bytes of what is alive at the worst moment of a training step.
    package let stepBytes: Int
    /// The same for a batch of an evaluation, which is kept beside it.
    package let evaluationBytes: Int

    /// Bytes beyond what any process takes.
    package var totalBytes: Int { parameterBytes + stepBytes + evaluationBytes }

    /// - Parameters:
    ///   - batch: Sequences of a training step.
    ///   - threads: How many share the work.
    /// - Throws: `CompositionError` or `TraceError`.
    package init(
        _ model: ModelConfig, _ variant: Composition, batch: Int, threads: Int = 1
    ) throws {
        program = try trace(model, variant, batch: batch, purpose: .training).graph
            .compiled(gradientsApart: true)
        let evaluation = try trace(
            model, variant, batch: Evaluator.sequences(blockSize: model.blockSize),
            purpose: .evaluation
        ).graph.compiled()
        parameterBytes = 4 * program.estimate.parameterBytes
        stepBytes = CPUExecutor.bytes(of: program, threads: threads)
        evaluationBytes = CPUExecutor.bytes(of: evaluation, threads: threads)
    }
}

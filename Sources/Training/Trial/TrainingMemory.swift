package import Compiler
import Runtime
import Tensors
package import Transformer

/// The memory that training a model takes beyond what any process does, known before anything is
/// allocated. All in bytes.
package struct TrainingMemory: Hashable, Sendable {
    /// Parameters, gradients, and the optimiser's two moments.
    package let parameters: Int
    /// Everything that is alive at the worst moment of a training step, and kernels' scratch.
    package let training: Int
    /// The same for a batch of an evaluation; the two are kept side by side.
    package let evaluation: Int
    /// What the compiler says of a training step.
    package let step: Estimate

    package var total: Int { parameters + training + evaluation }

    /// - Parameter batch: Sequences of a training step.
    /// - Throws: `CompositionError` or `TraceError`.
    package init(_ model: ModelConfig, _ variant: Composition, batch: Int) throws {
        let training = try trace(model, variant, batch: batch, purpose: .training).graph
        let evaluation = try trace(
            model, variant, batch: Evaluator.sequences(blockSize: model.blockSize),
            purpose: .evaluation
        ).graph
        let program = try training.compiled(gradientsApart: true)
        step = program.estimate
        parameters = 4 * step.parameterBytes
        self.training = CPUExecutor.bytes(of: program)
        self.evaluation = CPUExecutor.bytes(of: try evaluation.compiled())
    }
}

package import Compiler
import Runtime
import Tensors
package import Transformer

/// What training a model will run and take, known before anything is allocated.
package struct TrainingPlan: Sendable {
    /// A training step.
    package let program: Program
    package let memory: TrainingMemory

    /// - Parameters:
    ///   - batch: Sequences of a training step.
    ///   - threads: How many share the work.
    ///   - precision: What was asked for; the plan is for what will run.
    /// - Throws: `CompositionError` or `TraceError`.
    package init(
        _ model: ModelConfig, _ variant: Composition, batch: Int, threads: Int = 1,
        precision: Precision
    ) throws {
        let precision = precision.available
        program = try trace(model, variant, batch: batch, purpose: .training).graph
            .compiled(gradientsApart: true, precision: precision)
        let evaluation = try trace(
            model, variant, batch: Evaluator.sequences(blockSize: model.blockSize),
            purpose: .evaluation
        ).graph.compiled(precision: precision)
        memory = TrainingMemory(
            parameters: 4 * program.estimate.parameterBytes,
            step: CPUExecutor.bytes(of: program, threads: threads),
            evaluation: CPUExecutor.bytes(of: evaluation, threads: threads))
    }
}

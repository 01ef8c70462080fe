package import Compiler
import Foundation
import Runtime
import Tensors
package import Transformer

/// Makes training steps on random tokens, to time them: forward, backward, clipping and AdamW.
package final class StepTimer {
    /// What the compiler has made of the step.
    package let program: Program
    /// How many share the work.
    package var threads: Int { pool.threads }
    private let pool: ThreadPool
    private let executor: CPUExecutor
    private let state: TrainingState
    private let gradients: ParameterVector
    private let training: TrainingConfig
    private var steps = 0

    /// - Parameter threads: How many share the work.
    /// - Throws: `ConfigurationError`, `CompositionError` or `TraceError`.
    package init(
        _ model: ModelConfig, _ variant: Composition, training: TrainingConfig, threads: Int = 1
    ) throws {
        let traced = try trace(
            model, variant, batch: try training.sequences(blockSize: model.blockSize),
            purpose: .training)
        self.training = training
        state = TrainingState(
            layout: ParameterLayout(traced.graph.parameters), seed: training.seed)
        gradients = ParameterVector(layout: state.parameters.layout)
        program = try traced.graph.compiled(
            gradientsApart: true, precision: training.precision.available)
        pool = ThreadPool(threads: threads)
        executor = CPUExecutor(
            program: program, parameters: state.parameters, gradients: gradients, pool: pool)
        let random = RandomStream(seed: training.seed, purpose: .test)
        for name in ["tokens", "targets"] {
            guard let count = program.inputs[name]?.shape.count else { continue }
            executor.setInput(
                name,
                to: (0..<count).map {
                    Float(Int(random.uniform(at: UInt64($0)) * Double(model.vocabulary)))
                })
        }
    }

    /// What the steps take.
    package var memory: TrainingMemory {
        TrainingMemory(
            parameters: 4 * gradients.layout.bytes, step: executor.plannedBytes, evaluation: 0)
    }

    /// Makes a step, and returns the seconds that it took.
    package func step() -> Double {
        let start = ContinuousClock.now
        executor.run(seed: training.seed, step: UInt64(steps))
        optimize()
        return (ContinuousClock.now - start).seconds
    }

    /// Makes a step, and returns the seconds that each of the program's steps took, and the
    /// optimiser.
    package func profile() -> (steps: [Double], optimizer: Double) {
        let times = executor.profile(seed: training.seed, step: UInt64(steps)).map(\.seconds)
        let start = ContinuousClock.now
        optimize()
        return (times, (ContinuousClock.now - start).seconds)
    }

    private func optimize() {
        steps += 1
        AdamW.update(
            state.parameters, gradients: gradients, first: state.first, second: state.second,
            step: steps,
            settings: AdamW.Settings(
                learningRate: training.learningRate, beta1: training.beta1,
                beta2: training.beta2, epsilon: training.epsilon,
                weightDecay: training.weightDecay, gradientClip: training.gradientClip),
            pool: pool)
    }
}

import Corpora
import Runtime
import Tensors
import Transformer

/// Makes training steps: a batch forward and backward, and the optimiser.
final class TrainingModel {
    private let model: ModelConfig
    private let variant: Composition
    private let training: TrainingConfig
    private let sampler: BatchSampler
    private let schedule: LearningRateSchedule
    private let state: TrainingState
    private let gradients: ParameterVector
    private let pool: ThreadPool
    private let makeExecutor: ExecutorFactory
    /// By the number of rows: the last batch of an epoch may have fewer.
    private var executors: [Int: (traced: TracedModel, executor: any Executor)] = [:]
    private var lastRows: Int?

    struct Step {
        let loss: Double
        /// Of the gradients, before clipping.
        let gradientNorm: Double
        let tokens: Int

        var isFinite: Bool { loss.isFinite && gradientNorm.isFinite }
    }

    init(
        traced: TracedModel, training: TrainingConfig, sampler: BatchSampler,
        schedule: LearningRateSchedule, state: TrainingState,
        pool: ThreadPool, makeExecutor: @escaping ExecutorFactory
    ) throws {
        model = traced.config
        variant = traced.variant
        self.training = training
        self.sampler = sampler
        self.schedule = schedule
        self.state = state
        self.pool = pool
        self.makeExecutor = makeExecutor
        gradients = ParameterVector(layout: state.parameters.layout)
        executors[traced.batch] = (
            traced, try makeExecutor(traced.graph, state.parameters, gradients)
        )
    }

    /// Bytes that steps take beside parameters, gradients and moments.
    var plannedBytes: Int { executors.values.reduce(0) { $0 + $1.executor.plannedBytes } }

    /// Makes a step, counted from 0. Where the result is not finite, no parameter has moved.
    func step(_ step: Int) throws -> Step {
        let batch = sampler.batch(at: step)
        let executor = try executor(rows: batch.rows)
        executor.setInput("tokens", to: batch.tokens)
        executor.setInput("targets", to: batch.targets)
        executor.run(seed: training.seed, step: UInt64(step))
        lastRows = batch.rows
        let loss = Double(executor.output("loss")[0])
        guard loss.isFinite else {
            return Step(loss: loss, gradientNorm: .nan, tokens: batch.tokens.count)
        }
        let norm = AdamW.update(
            state.parameters, gradients: gradients, first: state.first, second: state.second,
            step: step + 1,
            settings: AdamW.Settings(
                learningRate: schedule.rate(at: step), beta1: training.beta1,
                beta2: training.beta2, epsilon: training.epsilon,
                weightDecay: training.weightDecay, gradientClip: training.gradientClip),
            pool: pool)
        return Step(loss: loss, gradientNorm: norm, tokens: batch.tokens.count)
    }

    /// The gradients that variants record, of the last step; none before the first.
    func gradientProbes() -> [ProbeRecord] {
        guard let rows = lastRows, let (traced, executor) = executors[rows] else { return [] }
        return traced.probes.map {
            ProbeRecord($0, recorded: executor.output($0.outputName))
        }
    }

    private func executor(rows: Int) throws -> any Executor {
        if let known = executors[rows] { return known.executor }
        let traced = try trace(model, variant, batch: rows, purpose: .training)
        let executor = try makeExecutor(traced.graph, state.parameters, gradients)
        executors[rows] = (traced, executor)
        return executor
    }
}

package import Corpora
package import Runtime
package import Tensors
package import Transformer

/// Trains one model: one trial.
///
/// The same trial gives the same bits, whether it runs through or is resumed, however often, and on
/// however many threads.
package final class Trainer {
    package let model: ModelConfig
    package let variant: Composition
    package let training: TrainingConfig
    package let corpus: Corpus
    /// The number of all steps.
    package let steps: Int
    /// The number of steps that read each window of the training part once.
    package let stepsPerEpoch: Int

    let state: TrainingState
    let trainingModel: TrainingModel
    let evaluator: Evaluator
    let schedule: LearningRateSchedule
    let makeExecutor: ExecutorFactory

    /// Prepares a trial: traces, plans, and draws initial values.
    ///
    /// - Parameters:
    ///   - pool: The threads that share the work.
    ///   - makeExecutor: Makes what runs the model; nil for compiled programs on these threads, in
    ///     the training's precision.
    /// - Throws: `ConfigurationError`, `CorpusError`, `CompositionError`, `TraceError` or
    ///   `TrainingError`; nothing has then been written.
    package init(
        _ model: ModelConfig, _ variant: Composition, training: TrainingConfig, corpus: Corpus,
        pool: ThreadPool = ThreadPool(), makeExecutor: ExecutorFactory? = nil
    ) throws {
        let makeExecutor = makeExecutor ?? cpuExecutors(pool, precision: training.precision)
        guard model.vocabulary >= corpus.tokenizer.vocabularySize else {
            throw TrainingError.vocabulary(
                model: model.vocabulary, corpus: corpus.name,
                needed: corpus.tokenizer.vocabularySize)
        }
        self.makeExecutor = makeExecutor
        self.model = model
        self.variant = variant
        self.training = training
        self.corpus = corpus
        let sampler = try Self.sampler(model, training, corpus)
        stepsPerEpoch = sampler.stepsPerEpoch
        switch training.duration {
        case .steps(let count): steps = count
        case .epochs(let count): steps = count * sampler.stepsPerEpoch
        }
        let traced = try trace(model, variant, batch: sampler.batch, purpose: .training)
        schedule = LearningRateSchedule(training, steps: steps)
        state = TrainingState(
            layout: ParameterLayout(traced.graph.parameters), seed: training.seed)
        trainingModel = try TrainingModel(
            traced: traced, training: training, sampler: sampler, schedule: schedule,
            state: state, pool: pool, makeExecutor: makeExecutor)
        evaluator = try Evaluator(
            model, variant, corpus: corpus, stride: training.evaluationStride,
            parameters: state.parameters, makeExecutor: makeExecutor)
    }

    /// The lowest loss that any model could reach here, where it is known, in nats.
    package var floor: Double? { corpus.floor(for: PredictedTargets(model.predict)) }

    /// What training takes, most of which is not taken before the first step.
    package var memory: TrainingMemory {
        TrainingMemory(
            parameters: 4 * state.parameters.layout.bytes, step: trainingModel.plannedBytes,
            evaluation: evaluator.plannedBytes,
            measurement: measurements.isEmpty
                ? 0 : state.parameters.layout.bytes + evaluator.plannedBytes)
    }

    /// What is measured once training has ended.
    var measurements: [TrialMeasurement] {
        (corpus.split.test.isEmpty ? [] : [.test]) + training.metrics.map { .requested($0) }
    }

    /// The number of steps between evaluations.
    package var evaluationInterval: Int {
        training.evaluationInterval(stepsPerEpoch: stepsPerEpoch)
    }

    /// The evaluation that was made last, by this process or one before it; nil before the first.
    package var lastEvaluation: EvaluationRecord? { state.progress.lastEvaluation }

    /// The step of the best evaluation so far.
    package var bestStep: Int? { state.progress.bestStep }

    /// The parameters as they are now.
    package var parameters: ParameterVector { state.parameters }

    /// Where batches come from. An epoch's batch never has more rows than there are windows.
    private static func sampler(
        _ model: ModelConfig, _ training: TrainingConfig, _ corpus: Corpus
    ) throws -> BatchSampler {
        let rows = try training.sequences(blockSize: model.blockSize)
        func sampler(_ batch: Int) throws -> BatchSampler {
            let order: BatchSampler.Order =
                if case .epochs = training.duration { .epochs } else { .random }
            return try BatchSampler(
                corpus, blockSize: model.blockSize, batch: batch,
                predict: PredictedTargets(model.predict), order: order, seed: training.seed)
        }
        let whole = try sampler(rows)
        guard case .epochs = training.duration, whole.windowCount < rows else { return whole }
        return try sampler(whole.windowCount)
    }
}

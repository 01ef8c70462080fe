package import Corpora
package import Runtime
package import Tensors
package import Transformer

/// A model with its trained parameters and its data, as measurements see it.
package final class TrainedModel {
    package let model: ModelConfig
    package let variant: Composition
    package let training: TrainingConfig
    package let corpus: Corpus
    package let parameters: ParameterVector
    package let makeExecutor: ExecutorFactory
    /// Parts that were read, as several measurements may ask for one.
    private var evaluations: [Split.Part: Evaluator.Result] = [:]

    package init(
        _ model: ModelConfig, _ variant: Composition, training: TrainingConfig, corpus: Corpus,
        parameters: ParameterVector, makeExecutor: @escaping ExecutorFactory
    ) {
        self.model = model
        self.variant = variant
        self.training = training
        self.corpus = corpus
        self.parameters = parameters
        self.makeExecutor = makeExecutor
    }

    /// The model of a checkpoint.
    ///
    /// - Parameters:
    ///   - variant: What the catalogue resolves the checkpoint's variant to.
    ///   - corpus: What it was trained on, `Checkpoint.loadCorpus`.
    ///   - pool: The threads that share the work.
    ///   - admit: As `cpuExecutors` takes it.
    /// - Throws: `SafeTensorsError` where a parameter is missing, and what tracing throws.
    package convenience init(
        _ checkpoint: Checkpoint, _ variant: Composition, corpus: Corpus,
        pool: ThreadPool = ThreadPool(), admit: @escaping (Int) throws -> Void = { _ in }
    ) throws {
        let graph = try trace(checkpoint.model, variant, batch: 1, purpose: .evaluation).graph
        self.init(
            checkpoint.model, variant, training: checkpoint.training, corpus: corpus,
            parameters: try checkpoint.parameters(for: graph),
            makeExecutor: cpuExecutors(
                pool, precision: checkpoint.training.precision, admit: admit))
    }

    /// What an evaluation of a whole part finds, at the stride of the training's evaluations.
    ///
    /// - Parameter checkStop: Called before each batch; an error that it throws ends the reading.
    /// - Throws: `CorpusError` where the part is shorter than the block, and what tracing and
    ///   `checkStop` throw.
    package func evaluation(
        of part: Split.Part, checkStop: () throws -> Void = {}
    ) throws -> Evaluator.Result {
        if let known = evaluations[part] { return known }
        let found = try Evaluator(
            model, variant, corpus: corpus, part: part, stride: training.evaluationStride,
            parameters: parameters, makeExecutor: makeExecutor
        ).evaluate(checkStop: checkStop)
        evaluations[part] = found
        return found
    }
}

import Foundation
import Runtime
import Training
import Transformer

extension TrialAnalysis {
    /// Analyses a finished trial: reads the whole validation part with its best weights, looks at
    /// its attention, and has it write a text.
    ///
    /// - Parameters:
    ///   - trial: The trial of the folder.
    ///   - bestStep: That of its result.
    ///   - pool: The threads that share the work.
    /// - Throws: `FileError`, `SafeTensorsError` or `CheckpointError` where the weights cannot be
    ///   read, `SweepError.otherWeights` where they are others, `SweepError.memory`, and what
    ///   tracing and reading the corpus throw.
    init(
        of trial: PreparedTrial, in folder: TrialFolder, bestStep: Int, pool: ThreadPool
    ) throws {
        let checkpoint = try Checkpoint(contentsOf: folder.best)
        guard checkpoint.identity == trial.id, checkpoint.step == bestStep else {
            throw SweepError.otherWeights(
                path: folder.best.path, found: checkpoint.identity, step: checkpoint.step,
                expected: trial.id, bestStep: bestStep)
        }
        let model = try TrainedModel(
            checkpoint, trial.config.variant, corpus: trial.corpus, pool: pool,
            admit: MemoryLimit(threads: pool.threads).check)
        let evaluator = try Evaluator(
            model.model, model.variant, corpus: model.corpus,
            stride: model.training.evaluationStride, parameters: model.parameters,
            makeExecutor: model.makeExecutor)
        let start = ContinuousClock.now
        let positions = evaluator.evaluate().positions
        let seconds = (ContinuousClock.now - start).seconds
        self.init(
            id: trial.id, step: bestStep,
            lossByPosition: positions?.means, predictionsByPosition: positions?.counts,
            attention: try AttentionSummary.summaries(of: model), sample: try Sample(of: model),
            evaluationSeconds: seconds)
    }
}

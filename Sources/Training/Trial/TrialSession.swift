import Foundation
import Tensors

/// One process's work on a trial: keeps time, and the files.
final class TrialSession {
    let trainer: Trainer
    let files: TrialFiles?
    let identity: String
    private var metrics: MetricsLog?
    /// Where no file keeps the best weights, and something is to be measured on them.
    private(set) var keptWeights: ParameterVector?
    /// Up to when time is counted.
    private var mark = ContinuousClock.now

    init(_ trainer: Trainer, folder: URL?, identity: String) throws {
        self.trainer = trainer
        self.identity = identity
        files = folder.map { TrialFiles($0) }
        if let folder { try FileContent.makeFolder(folder) }
    }

    /// Takes up the state that the folder holds, if any.
    func resume(
        _ policy: Trainer.StatePolicy, observe: (TrainingEvent) -> Void
    ) throws {
        let state = trainer.state
        // A trainer that has not run yet holds its initial values.
        if state.progress != TrainingProgress() { state.reset(seed: trainer.training.seed) }
        mark = .now
        guard let files else { return }
        if FileManager.default.fileExists(atPath: files.state.path) {
            do {
                try state.read(files.state, identity: identity)
                try checkBestWeights()
                metrics = try MetricsLog(files.metrics, bytes: state.progress.metricsBytes)
                return
            } catch  where policy == .restart && !(error is FileError) {
                observe(.restarted(reason: "\(error)"))
                state.reset(seed: trainer.training.seed)
            }
        }
        if policy == .refuse { try refuseOthersResults(in: files.best) }
        metrics = try MetricsLog(files.metrics, bytes: 0)
    }

    /// An ended trial may have left its weights and no state; another one must not replace them.
    private func refuseOthersResults(in best: URL) throws {
        guard FileManager.default.fileExists(atPath: best.path) else { return }
        let found = try SafeTensors(contentsOf: best).metadata["identity"]
        guard found == identity else {
            throw CheckpointError(
                file: best, .otherTrial(found: found ?? "", expected: identity))
        }
    }

    /// Makes a step and counts it, unless it is not finite, which ends training.
    func step() throws -> TrainingModel.Step {
        let start = ContinuousClock.now
        let step = try trainer.trainingModel.step(trainer.state.progress.step)
        let seconds = (ContinuousClock.now - start).seconds
        if step.isFinite {
            trainer.state.progress.count(
                loss: step.loss, gradientNorm: step.gradientNorm, tokens: step.tokens,
                seconds: seconds)
        } else {
            trainer.state.progress.end = .diverged
        }
        return step
    }

    /// Reads the validation part and writes all files.
    func evaluate(observe: (TrainingEvent) -> Void, shouldStop: () throws -> Bool) throws {
        let state = trainer.state
        let found = trainer.evaluator.evaluate()
        countTime()
        let record = EvaluationRecord(
            step: state.progress.step,
            validationLoss: found.loss.isFinite ? found.loss : nil,
            accuracy: found.loss.isFinite ? found.accuracy : nil,
            trainLoss: state.progress.meanLoss,
            learningRate: trainer.schedule.rate(at: state.progress.step),
            gradientNorm: state.progress.meanGradientNorm, tokensSeen: state.progress.tokensSeen,
            seconds: state.progress.seconds, tokensPerSecond: state.progress.tokensPerSecond,
            probes: found.probes + trainer.trainingModel.gradientProbes())
        let isBest = state.progress.count(
            record, training: trainer.training, steps: trainer.steps)
        _ = try shouldStop()
        if isBest {
            if let files {
                try trainer.checkpoint(identity: identity).write(to: files.best)
            } else if !trainer.measurements.isEmpty {
                keptWeights = ParameterVector(copying: state.parameters)
            }
        }
        state.progress.metricsBytes += try metrics?.append(record) ?? 0
        try save()
        observe(.evaluated(record))
    }

    /// Writes the state.
    func save() throws {
        countTime()
        guard let files else { return }
        try trainer.state.write(
            to: files.state, configuration: trainer.configuration(identity: identity))
    }

    func countTime() {
        let now = ContinuousClock.now
        trainer.state.progress.seconds += (now - mark).seconds
        mark = now
    }
}

import Foundation
import Tensors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One process's work on a trial: keeps time, and the files.
final class TrialSession {
    let trainer: Trainer
    let files: TrialFiles?
    let identity: String
    private let writing: WriteGuard
    private var metrics: MetricsLog?
    /// Where no file keeps the best weights, and something is to be measured on them.
    private(set) var keptWeights: ParameterVector?
    /// Up to when time is counted.
    private var mark = ContinuousClock.now

    /// Ends an evaluation or a measurement that has begun.
    struct AskedToStop: Error {}

    init(
        _ trainer: Trainer, folder: URL?, identity: String, writing: @escaping WriteGuard
    ) throws {
        self.trainer = trainer
        self.identity = identity
        self.writing = writing
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
        guard let files, try !takeUp(files, policy, observe: observe) else { return }
        if policy == .refuse { try refuseOthersResults(in: files.best) }
        try writing { metrics = try MetricsLog(files.metrics, bytes: 0) }
    }

    /// Takes up the last state, or the one before it where the last is damaged.
    ///
    /// - Returns: False where there is none that serves, and none that the policy refuses.
    private func takeUp(
        _ files: TrialFiles, _ policy: Trainer.StatePolicy, observe: (TrainingEvent) -> Void
    ) throws -> Bool {
        let states = [files.state, files.previousState].filter {
            FileManager.default.fileExists(atPath: $0.path)
        }
        var damaged: [URL] = []
        var damage: (any Error)?
        for file in states {
            do {
                try trainer.state.read(
                    file, configuration: trainer.configuration(identity: identity))
                do { try checkBestWeights() } catch let error where Self.isDamage(error) {
                    // They are no better for an earlier state.
                    damaged = states
                    damage = error
                    break
                }
                try writing {
                    let bytes = trainer.state.progress.metricsBytes
                    metrics = try MetricsLog(files.metrics, bytes: bytes)
                    try damaged.forEach(remove)
                }
                if let damage {
                    let step = trainer.state.progress.step
                    observe(.restarted(reason: "\(damage)", step: step))
                }
                return true
            } catch let error where Self.isDamage(error) {
                damaged.append(file)
                damage = damage ?? error
            }
        }
        guard let damage else { return false }
        trainer.state.reset(seed: trainer.training.seed)
        guard policy == .restart else { throw Self.refusal(damage, states, files) }
        try writing { try damaged.forEach(remove) }
        observe(.restarted(reason: "\(damage)", step: 0))
        return false
    }

    /// What to say where a folder's files do not serve.
    private static func refusal(
        _ damage: any Error, _ states: [URL], _ files: TrialFiles
    ) -> any Error {
        if let error = damage as? CheckpointError, error.hasWayOut { return error }
        // Best weights that are damaged would be in the way too.
        let isOfBest =
            (damage as? SafeTensorsError)?.file == files.best.path
            || (damage as? CheckpointError)?.file == files.best.path
        let hasBest = FileManager.default.fileExists(atPath: files.best.path)
        return UnusableFiles(damage, files: states + (isOfBest && hasBest ? [files.best] : []))
    }

    /// Whether a file's content is at fault, and not the system that reads it.
    private static func isDamage(_ error: any Error) -> Bool {
        error is SafeTensorsError || error is CheckpointError
    }

    private func remove(_ file: URL) throws(FileError) {
        guard unlink(file.path) == 0 || errno == ENOENT else {
            throw FileError(writing: file, code: errno)
        }
    }

    /// An ended trial may have left its weights and no state; another one must not replace them.
    private func refuseOthersResults(in best: URL) throws {
        guard FileManager.default.fileExists(atPath: best.path) else { return }
        let found: [String: String]
        do { found = try SafeTensors(contentsOf: best).metadata } catch let error
            as SafeTensorsError
        {
            throw UnusableFiles(error, files: [best])
        }
        guard found["identity"] == identity else {
            throw CheckpointError(
                file: best, otherTrial: found,
                expected: try trainer.configuration(identity: identity))
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
    ///
    /// - Returns: False where it was asked to stop before the end of the part: the state then says
    ///   that the evaluation is still to be made.
    func evaluate(
        observe: (TrainingEvent) -> Void, shouldStop: () throws -> Bool
    ) throws -> Bool {
        let state = trainer.state
        let gradientProbes =
            state.progress.pendingGradientProbes ?? trainer.trainingModel.gradientProbes()
        let found: Evaluator.Result
        do {
            found = try trainer.evaluator.evaluate {
                if try shouldStop() { throw AskedToStop() }
            }
        } catch is AskedToStop {
            state.progress.pendingGradientProbes = gradientProbes
            try save()
            return false
        }
        countTime()
        let record = EvaluationRecord(
            step: state.progress.step,
            validationLoss: found.loss.isFinite ? found.loss : nil,
            accuracy: found.loss.isFinite ? found.accuracy : nil,
            trainLoss: state.progress.meanLoss,
            learningRate: trainer.schedule.rate(at: state.progress.step),
            gradientNorm: state.progress.meanGradientNorm, tokensSeen: state.progress.tokensSeen,
            seconds: state.progress.seconds, tokensPerSecond: state.progress.tokensPerSecond,
            probes: found.probes + gradientProbes)
        let isBest = state.progress.count(
            record, training: trainer.training, steps: trainer.steps)
        try writing { try keep(record, isBest: isBest) }
        observe(.evaluated(record))
        return true
    }

    /// Writes the best weights, the line of metrics and the state, in this order: a state never
    /// speaks of what is not there.
    private func keep(_ record: EvaluationRecord, isBest: Bool) throws {
        let state = trainer.state
        if isBest {
            if let files {
                try trainer.checkpoint(identity: identity).write(to: files.best)
            } else if !trainer.measurements.isEmpty {
                keptWeights = ParameterVector(copying: state.parameters)
            }
        }
        state.progress.metricsBytes += try metrics?.append(record) ?? 0
        try writeState()
    }

    /// Writes the state.
    func save() throws { try writing { try writeState() } }

    private func writeState() throws {
        countTime()
        guard let files else { return }
        try trainer.state.write(
            to: files, configuration: trainer.configuration(identity: identity))
    }

    func countTime() {
        let now = ContinuousClock.now
        trainer.state.progress.seconds += (now - mark).seconds
        mark = now
    }
}

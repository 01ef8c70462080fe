package import Foundation
import Tensors

/// Surrounds every write to a trial's folder. It may throw instead of letting the write happen, where
/// the folder is this process' no longer.
package typealias WriteGuard = (_ write: () throws -> Void) throws -> Void

extension Trainer {
    /// What to do about states that cannot be resumed from: damaged, or another trial's. The one
    /// before the last serves where the last does not.
    package enum StatePolicy: Hashable, Sendable {
        /// Throw the error that says why.
        case refuse
        /// Start over, after `TrainingEvent.restarted`.
        case restart
    }

    /// Trains to the end, from the beginning or from where a state was left.
    ///
    /// Evaluates at step 0 (unless `evaluateAtStart` is off), every `evaluationInterval` steps and
    /// after the last; after each, the state is written, so that a process that dies loses no more
    /// than the steps since. Once training has ended, what the configuration's `metrics` ask for is
    /// measured on the best weights, each once.
    ///
    /// - Parameters:
    ///   - folder: Where `TrialFiles` go, made if need be; nil keeps nothing.
    ///   - identity: Names the trial in its state, which no other trial may resume from.
    ///   - pause: The step after which training pauses with the outcome `paused`, once it has been
    ///     evaluated there: at this step or the first evaluation after it. Going on later gives the
    ///     same bits as without the pause. Nil, or a step past the end, for none.
    ///   - shouldStop: Asked before each step, and often while something is evaluated or measured.
    ///     True ends with the outcome `interrupted` after the state is saved; an evaluation or a
    ///     measurement that had begun is then to be made again. An error that it throws ends at
    ///     once, without another byte written.
    ///   - writing: Surrounds every write to the folder.
    /// - Throws: `FileError`, `SafeTensorsError`, `CheckpointError`, and what `writing` and
    ///   `shouldStop` throw.
    package func run(
        in folder: URL? = nil, identity: String = "", until pause: Int? = nil,
        onUnusableState policy: StatePolicy = .refuse,
        observe: (TrainingEvent) -> Void = { _ in }, shouldStop: () throws -> Bool = { false },
        writing: @escaping WriteGuard = { try $0() }
    ) throws -> TrialOutcome {
        let session = try TrialSession(
            self, folder: folder, identity: identity, writing: writing)
        try session.resume(policy, observe: observe)
        observe(.started(step: state.progress.step, of: steps))
        while state.progress.end == nil {
            guard !isEvaluationDue else {
                guard try session.evaluate(observe: observe, shouldStop: shouldStop) else {
                    return state.progress.outcome(.interrupted)
                }
                continue
            }
            // Where an evaluation was, the state is written.
            if let pause, state.progress.step >= pause,
                state.progress.lastEvaluation?.step == state.progress.step
            {
                return state.progress.outcome(.paused)
            }
            guard try !shouldStop() else {
                try session.save()
                return state.progress.outcome(.interrupted)
            }
            let step = try session.step()
            if step.isFinite {
                observe(.stepped(step: state.progress.step, loss: step.loss))
            } else {
                try session.save()
            }
        }
        guard state.progress.end != .diverged else { return state.progress.outcome(.diverged) }
        guard try session.measure(observe: observe, shouldStop: shouldStop) else {
            return state.progress.outcome(.interrupted)
        }
        return state.progress.outcome(.finished)
    }

    /// Whether the validation part is to be read before another step is made.
    private var isEvaluationDue: Bool {
        let step = state.progress.step
        guard state.progress.lastEvaluation?.step != step else { return false }
        guard step > 0 else { return training.evaluateAtStart || steps == 0 }
        return step.isMultiple(of: evaluationInterval) || step == steps
    }
}

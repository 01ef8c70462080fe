package import Foundation
import Tensors

extension Trainer {
    /// What to do about a state that cannot be resumed from: damaged, or another trial's.
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
    ///   - shouldStop: Asked before each step, before files are written, and often while something
    ///     is measured. Before a step, true ends with the outcome `interrupted` after the state is
    ///     saved; so it does in a measurement, which is then to be made again. An error that it
    ///     throws ends at once, without another byte written.
    /// - Throws: `FileError`, `SafeTensorsError`, `CheckpointError`, and what `shouldStop` throws.
    package func run(
        in folder: URL? = nil, identity: String = "", until pause: Int? = nil,
        onUnusableState policy: StatePolicy = .refuse, observe: (TrainingEvent) -> Void = { _ in },
        shouldStop: () throws -> Bool = { false }
    ) throws -> TrialOutcome {
        let session = try TrialSession(self, folder: folder, identity: identity)
        try session.resume(policy, observe: observe)
        observe(.started(step: state.progress.step, of: steps))
        if state.progress.lastEvaluation == nil, training.evaluateAtStart || steps == 0 {
            try session.evaluate(observe: observe, shouldStop: shouldStop)
        }
        while state.progress.end == nil {
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
            guard step.isFinite else {
                _ = try shouldStop()
                try session.save()
                break
            }
            let done = state.progress.step
            observe(.stepped(step: done, loss: step.loss))
            if done.isMultiple(of: evaluationInterval) || done == steps {
                try session.evaluate(observe: observe, shouldStop: shouldStop)
            }
        }
        guard state.progress.end != .diverged else { return state.progress.outcome(.diverged) }
        guard try session.measure(observe: observe, shouldStop: shouldStop) else {
            return state.progress.outcome(.interrupted)
        }
        return state.progress.outcome(.finished)
    }
}

import Foundation
import Training

extension Worker {
    /// Notes in a trial's folder how far it may go on, before it does.
    ///
    /// - Throws: `FileError`.
    func allow(_ claim: Claim, to step: Int) throws {
        try claim.whileHeld {
            var rungs = try claim.folder.rungs() ?? TrialRungs(target: step)
            rungs.target = step
            try claim.folder.write(rungs)
        }
    }

    /// Notes what a trial has reached at its rung, and gives it back: another worker may let it go
    /// on.
    ///
    /// - Throws: `FileError`, `SweepError`, or `ClaimLost`.
    func pause(_ claim: Claim, at step: Int, _ outcome: TrialOutcome, of steps: Int) throws {
        let folder = claim.folder
        // One that had gone further already is judged by what it was at the rung.
        let loss =
            outcome.steps > step ? try folder.leastLoss(upTo: step) : outcome.bestValidationLoss
        try claim.whileHeld {
            var rungs = try folder.rungs() ?? TrialRungs(target: step)
            rungs.add(TrialRungs.Result(step: step, loss: loss))
            try folder.write(rungs)
        }
        claim.release()
        var event = WorkerEvent(.paused, trial: folder.id)
        event.step = step
        event.steps = steps
        event.validationLoss = loss
        report(event)
    }
}

import Foundation
import Training

extension Worker {
    /// Notes in a trial's folder how far it may go on, before it does.
    ///
    /// - Throws: `FileError`.
    func allow(_ claim: Claim, to step: Int) throws {
        try claim.whileHeld {
            var rungs = claim.folder.rungs() ?? TrialRungs(target: step)
            rungs.target = step
            try claim.folder.write(rungs)
        }
    }

    /// Notes what a trial has reached at its rung, and gives it back: another worker may let it go
    /// on.
    ///
    /// - Throws: `FileError`, or `CheckpointError` where the trial's metrics cannot be read.
    func pause(_ claim: Claim, at step: Int, of steps: Int) throws {
        let folder = claim.folder
        let records = try EvaluationRecord.read(folder.metrics).filter { $0.step <= step }
        let loss = records.compactMap(\.validationLoss).min()
        try claim.whileHeld {
            var rungs = folder.rungs() ?? TrialRungs(target: step)
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

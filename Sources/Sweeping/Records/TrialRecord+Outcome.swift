package import Training

extension TrialRecord.Status {
    /// The status of a trial whose training has ended so; nil where it can go on.
    init?(ended status: TrialOutcome.Status) {
        switch status {
        case .finished: self = .finished
        case .diverged: self = .diverged
        case .paused, .interrupted: return nil
        }
    }
}

extension TrialRecord.Outcome {
    /// The part of training's outcome that does not change from run to run.
    package init(_ outcome: TrialOutcome, floor: Double?) {
        self.init(
            bestValidationLoss: outcome.bestValidationLoss, bestStep: outcome.bestStep,
            finalValidationLoss: outcome.finalValidationLoss,
            finalTrainLoss: outcome.finalTrainLoss, steps: outcome.steps,
            stoppedEarly: outcome.stoppedEarly, tokensSeen: outcome.tokensSeen, floor: floor,
            metrics: outcome.metrics)
    }
}

import Training

/// Turns what happens in training into a worker's events, at most a few a second.
struct TrialReporter {
    let trial: String
    let steps: Int
    let report: (WorkerEvent) -> Void
    private var last = ContinuousClock.now

    private static let interval = Duration.milliseconds(500)

    init(trial: String, steps: Int, report: @escaping (WorkerEvent) -> Void) {
        self.trial = trial
        self.steps = steps
        self.report = report
    }

    mutating func observe(_ event: TrainingEvent) {
        switch event {
        case .started(let step, _): report(self.event(.stepped, step: step))
        case .restarted(let reason, let step):
            var event = self.event(.restarted, step: step)
            event.message =
                "\(reason) The trial "
                + (step > 0 ? "goes on from its previous state, at step \(step)." : "starts over.")
            report(event)
        case .stepped(let step, let loss):
            let now = ContinuousClock.now
            guard now - last >= Self.interval else { return }
            last = now
            var event = self.event(.stepped, step: step)
            event.trainLoss = loss
            report(event)
        case .evaluated(let record):
            var event = self.event(.evaluated, step: record.step)
            event.validationLoss = record.validationLoss
            event.trainLoss = record.trainLoss
            report(event)
        case .measuring(let name):
            var event = WorkerEvent(.stepped, trial: trial)
            event.measuring = name
            report(event)
        }
    }

    private func event(_ kind: WorkerEvent.Kind, step: Int) -> WorkerEvent {
        var event = WorkerEvent(kind, trial: trial)
        event.step = step
        event.steps = steps
        return event
    }
}

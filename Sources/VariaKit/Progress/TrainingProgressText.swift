import Reporting
import Sweeping
import Training

/// Shows a training as it goes: a line per evaluation or epoch among the results, and what happens
/// in between among the messages.
struct TrainingProgressText {
    private let console: Console
    private let trainer: Trainer
    private let epochs: EpochText?
    /// Those of work up to the evaluation before.
    private var seconds = 0.0

    private var steps: Int { trainer.steps }

    init(console: Console, trainer: Trainer) {
        self.console = console
        self.trainer = trainer
        epochs = EpochText(trainer)
    }

    mutating func observe(_ event: TrainingEvent) {
        switch event {
        case .started(let step, _):
            if step > 0 { console.message("Resumed after step \(step) of \(steps).") }
            seconds = trainer.lastEvaluation?.seconds ?? 0
        case .restarted(let reason, let step):
            console.message(
                "\(reason) Training "
                    + (step > 0 ? "goes on from its previous state." : "starts over."))
        case .stepped: break
        case .evaluated(let record):
            let text = epochs?.line(
                record, seconds: record.seconds - seconds,
                isBest: trainer.bestStep == record.step)
            console.result(text ?? line(record))
            seconds = record.seconds
        case .measuring(let name):
            console.message("Measuring '\(name)' on the best weights.")
        }
    }

    func finish(_ outcome: TrialOutcome) {
        switch outcome.status {
        case .finished:
            let early = outcome.stoppedEarly ? ", which patience ended early" : ""
            let best = outcome.bestValidationLoss.map { loss in
                "The best validation loss is \(NumberText.loss(loss)), "
                    + "at step \(outcome.bestStep ?? 0)"
            }
            console.message(
                "\(outcome.steps) steps in \(DurationText.text(outcome.seconds))\(early). "
                    + (best.map { $0 + gap(outcome) + "." } ?? ""))
            if !outcome.metrics.isEmpty { console.message(metrics(outcome)) }
        case .diverged:
            console.message(
                "Training diverged: at step \(outcome.steps) the loss is no longer finite. A lower "
                    + "learningRate, a longer warmup or gradientClip may help.")
        case .paused, .interrupted:
            console.message(
                "Training stopped after step \(outcome.steps); the same command goes on with it.")
        }
    }

    private func line(_ record: EvaluationRecord) -> String {
        func loss(_ value: Double?) -> String { value.map(NumberText.loss) ?? "not finite" }
        let width = "\(steps)".count
        let step = String(repeating: " ", count: width - "\(record.step)".count) + "\(record.step)"
        var parts = ["step \(step)/\(steps)", "validation \(loss(record.validationLoss))"]
        if let accuracy = record.accuracy {
            parts.append("accuracy \(NumberText.loss(accuracy))")
        }
        if record.step > 0 { parts.append("train \(loss(record.trainLoss))") }
        if let speed = record.tokensPerSecond {
            parts.append(NumberText.count(speed) + " tokens/s")
        }
        parts.append(DurationText.text(record.seconds))
        return parts.joined(separator: "  ")
    }

    /// What was measured of the best weights.
    private func metrics(_ outcome: TrialOutcome) -> String {
        let figures = Metric.allCases.compactMap { metric in
            outcome.metrics[metric.rawValue].map { "\(metric.title) \(metric.text($0))" }
        }
        return "Of these weights: \(figures.joined(separator: ", "))."
    }

    private func gap(_ outcome: TrialOutcome) -> String {
        guard let floor = trainer.floor, let loss = outcome.bestValidationLoss else { return "" }
        return
            ", \(NumberText.loss(loss - floor)) above the floor that only a model with unlimited "
            + "context could reach"
    }
}

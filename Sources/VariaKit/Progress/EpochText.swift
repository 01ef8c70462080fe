import Foundation
import Training

/// A line for each epoch, as plain text: `9/10 -- 6.50s  Train loss  2.4529  Eval loss  2.4542  <<`,
/// with tabs between its parts. Epochs count from 0, the time is that of the epoch with its
/// evaluation, and the mark is that of a new best.
struct EpochText {
    let stepsPerEpoch: Int
    let epochs: Int

    /// Nil for a training that is not counted in epochs, or not evaluated after each.
    init?(_ trainer: Trainer) {
        guard case .epochs(let epochs) = trainer.training.duration,
            trainer.evaluationInterval == trainer.stepsPerEpoch
        else { return nil }
        self.epochs = epochs
        stepsPerEpoch = trainer.stepsPerEpoch
    }

    /// - Parameters:
    ///   - seconds: Since the evaluation before.
    func line(_ record: EvaluationRecord, seconds: Double, isBest: Bool) -> String {
        func number(_ value: Double, _ decimals: Int) -> String {
            String(
                format: "%.\(decimals)f", locale: Locale(identifier: "en_US_POSIX"), value)
        }
        func loss(_ value: Double?) -> String { value.map { number($0, 4) } ?? "not finite" }
        // The evaluation before the first step belongs to no epoch.
        let epoch =
            record.step == 0 ? "start" : "\((record.step - 1) / stepsPerEpoch)/\(epochs)"
        var parts = ["\(epoch) -- \(number(seconds, 2))s "]
        if record.step > 0 { parts += ["Train loss ", loss(record.trainLoss) + " "] }
        parts += ["Eval loss ", loss(record.validationLoss) + " "]
        if isBest { parts.append("<<") }
        return parts.joined(separator: "\t").trimmingCharacters(in: .whitespaces)
    }
}

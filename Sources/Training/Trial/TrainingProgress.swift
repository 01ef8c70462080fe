import Foundation

/// What training has to remember besides tensors. Saved exactly, so that training goes on to the
/// same bits.
package struct TrainingProgress: Hashable, Sendable, Codable {
    /// The optimiser's steps that were made.
    package var step = 0
    var tokensSeen = 0
    /// Seconds of work, and those of them spent in steps.
    var seconds = 0.0
    var trainingSeconds = 0.0
    /// Sums over the steps since the last evaluation, and their number.
    var lossSum = 0.0
    var gradientNormSum = 0.0
    var stepsSinceEvaluation = 0
    var bestLoss: Double?
    package var bestStep: Int?
    /// That of the best evaluation; nil in states from before it was measured.
    var bestAccuracy: Double?
    /// What has been measured on the best weights since training ended, by the measurement's name;
    /// nil before the first one.
    var measurements: [String: [String: Double]]?
    /// The loss that patience compares with, and how many evaluations have not improved on it.
    package var reference: Double?
    package var evaluationsWithoutImprovement = 0
    /// What the last step's gradients were recorded as, where its evaluation is still to come: the
    /// gradients are gone by then. Nil in all other states.
    var pendingGradientProbes: [ProbeRecord]?
    /// The length of the metrics that go with this state.
    var metricsBytes = 0
    var lastEvaluation: EvaluationRecord?
    /// How training ended; nil while it goes on, or can.
    package var end: End?

    package enum End: String, Hashable, Sendable, Codable {
        case completed, stoppedEarly, diverged
    }

    var tokensPerSecond: Double? {
        trainingSeconds > 0 ? Double(tokensSeen) / trainingSeconds : nil
    }

    var meanLoss: Double? {
        stepsSinceEvaluation > 0 ? lossSum / Double(stepsSinceEvaluation) : nil
    }

    var meanGradientNorm: Double? {
        stepsSinceEvaluation > 0 ? gradientNormSum / Double(stepsSinceEvaluation) : nil
    }

    /// Before the first step.
    package init() {}

    /// Counts a step that was made.
    mutating func count(loss: Double, gradientNorm: Double, tokens: Int, seconds: Double) {
        step += 1
        tokensSeen += tokens
        trainingSeconds += seconds
        lossSum += loss
        gradientNormSum += gradientNorm
        stepsSinceEvaluation += 1
    }

    /// Counts an evaluation, and ends training where it says so.
    ///
    /// - Returns: Whether it is the best one so far.
    package mutating func count(_ record: EvaluationRecord, training: TrainingConfig, steps: Int)
        -> Bool
    {
        lastEvaluation = record
        pendingGradientProbes = nil
        lossSum = 0
        gradientNormSum = 0
        stepsSinceEvaluation = 0
        guard let loss = record.validationLoss else {
            end = .diverged
            return false
        }
        if let reference, !(loss < reference - training.minDelta) {
            evaluationsWithoutImprovement += 1
        } else {
            reference = loss
            evaluationsWithoutImprovement = 0
        }
        if step >= steps {
            end = .completed
        } else if let patience = training.patience, evaluationsWithoutImprovement >= patience {
            end = .stoppedEarly
        }
        if let bestLoss, bestLoss <= loss { return false }
        bestLoss = loss
        bestAccuracy = record.accuracy
        bestStep = step
        return true
    }

    func outcome(_ status: TrialOutcome.Status) -> TrialOutcome {
        TrialOutcome(
            status: status, bestValidationLoss: bestLoss, bestStep: bestStep,
            finalValidationLoss: lastEvaluation?.validationLoss,
            finalTrainLoss: lastEvaluation?.trainLoss, steps: step,
            stoppedEarly: end == .stoppedEarly, tokensSeen: tokensSeen, seconds: seconds,
            tokensPerSecond: tokensPerSecond, metrics: metrics,
            probes: lastEvaluation?.probes ?? [])
    }

    /// The figures of the best weights.
    private var metrics: [String: Double] {
        var best: [Metric: Double] = [:]
        best[.accuracy] = bestAccuracy
        best[.perplexity] = bestLoss.map { exp($0) }
        return (measurements ?? [:]).values.reduce(into: best.named) { $0.merge($1) { $1 } }
    }
}

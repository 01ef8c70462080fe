import Sweeping
package import Transformer

/// What a variant is and costs in a cell: means over its finished trials.
package struct ComparedVariant: Hashable, Sendable, Encodable {
    package let variant: String
    /// The label of its case.
    package let label: String?
    /// Values that the other one does not share: its own options, and what was tuned for it.
    package let values: [String: JSONValue]
    package let finished: Int
    package let trials: Int
    /// The best validation loss, in nats.
    package let validationLoss: SampleMean?
    package let parameters: Int?
    /// Floating-point operations of a training step per token, forward and backward.
    package let flopsPerToken: Double?
    /// Floating-point operations of training.
    package let trainingFlops: Double?
    /// Of work on a trial.
    package let seconds: Double?
    /// In training.
    package let tokensPerSecond: Double?
    /// Of an evaluation of the whole validation part.
    package let evaluationSeconds: Double?
    /// That a token takes which the model writes.
    package let secondsPerToken: Double?
}

extension ComparedVariant {
    init(_ cell: ResultsCell, shared: SharedCell, analyses: [String: TrialAnalysis]) {
        let finished = cell.finished
        func mean(_ value: (TrialRecord) -> Double?) -> Double? {
            SampleMean(finished.compactMap(value))?.mean
        }
        let sizes = cell.records.compactMap(\.size)
        self.init(
            variant: cell.key.variant, label: cell.key.label,
            values: cell.key.values.filter { shared.values[$0.key] == nil },
            finished: finished.count, trials: cell.records.count,
            validationLoss: SampleMean(finished.compactMap { $0.outcome?.bestValidationLoss }),
            parameters: sizes.first?.parameters.total,
            flopsPerToken: sizes.first?.flopsPerToken,
            trainingFlops: mean { record in
                guard let size = record.size, let outcome = record.outcome else { return nil }
                return size.flopsPerToken * Double(outcome.tokensSeen)
            },
            seconds: mean { $0.run?.seconds },
            tokensPerSecond: mean { $0.run?.tokensPerSecond },
            evaluationSeconds: mean { analyses[$0.id]?.evaluationSeconds },
            secondsPerToken: mean { analyses[$0.id]?.sample?.secondsPerToken })
    }
}

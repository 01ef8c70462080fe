/// How training ended. Losses are in nats per token.
package struct TrialOutcome: Hashable, Sendable, Codable {
    package enum Status: String, Hashable, Sendable, Codable, CaseIterable {
        /// All steps were made, or patience ran out.
        case finished
        /// A loss or a gradient was no longer finite.
        case diverged
        /// It has made the steps that it was to make for now, and can be resumed.
        case paused
        /// It was asked to stop, and can be resumed.
        case interrupted
    }

    package var status: Status
    /// Over the whole validation part; nil where no evaluation gave a finite loss.
    package var bestValidationLoss: Double?
    package var bestStep: Int?
    /// At the last evaluation.
    package var finalValidationLoss: Double?
    /// The mean over the training batches between the last two evaluations.
    package var finalTrainLoss: Double?
    /// The optimiser's steps that were made; for a diverged trial, those before the loss that was
    /// not finite.
    package var steps: Int
    /// Whether patience ran out before the last step.
    package var stoppedEarly: Bool
    /// Training tokens read, repetitions included.
    package var tokensSeen: Int
    /// Seconds of work, those of earlier processes on the same trial included.
    package var seconds: Double
    /// Training tokens per second of training, evaluations left out; nil where no step was made.
    package var tokensPerSecond: Double?
    /// Figures of the best weights, by the names of `Metric`: accuracy, perplexity, and what the
    /// configuration's `metrics` asked to measure once training had ended. One of them is a time,
    /// `sampleSeconds`, which is no more the same in each run than `seconds` is.
    package var metrics: [String: Double]
    /// What variants recorded at the last evaluation.
    package var probes: [ProbeRecord]
}

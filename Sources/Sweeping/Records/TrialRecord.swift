package import Transformer

/// What a table, a chart or a program reads of one trial: what it was, how it ended, what it cost.
///
/// `outcome` and `size` depend on the trial's identity alone and are the same to the bit wherever
/// the same instruction set computed them, save the metric `sampleSeconds`; `run` holds what changes
/// from run to run.
package struct TrialRecord: Hashable, Sendable, Codable {
    /// The identity, 16 hexadecimal digits: also the name of the trial's folder.
    package var id: String
    /// The label of the case that the cell belongs to.
    package var label: String?
    /// The values of the axes that vary over the sweep, by key.
    package var cell: [String: JSONValue]
    /// The width by which the cell's cost was matched to the baseline's; nil where it is the spec's.
    package var match: WidthMatch?
    /// Every key of the configuration with its value, defaults included.
    package var configuration: [String: JSONValue]
    /// The canonical name of the composition, as `soft-window+tied-embeddings`.
    package var variant: String
    package var seed: UInt64
    package var status: Status
    /// The losses; nil until the trial has ended or was stopped.
    package var outcome: Outcome?
    /// Parameters and arithmetic; nil where the trial could not be traced.
    package var size: Size?
    /// Time and machine; nil until the trial has ended.
    package var run: Run?
    /// Why a trial failed: its message, or the last lines of its log.
    package var error: String?

    package init(
        id: String, label: String? = nil, cell: [String: JSONValue] = [:],
        match: WidthMatch? = nil, configuration: [String: JSONValue] = [:], variant: String,
        seed: UInt64, status: Status,
        outcome: Outcome? = nil, size: Size? = nil, run: Run? = nil, error: String? = nil
    ) {
        self.id = id
        self.label = label
        self.cell = cell
        self.match = match
        self.configuration = configuration
        self.variant = variant
        self.seed = seed
        self.status = status
        self.outcome = outcome
        self.size = size
        self.run = run
        self.error = error
    }
}

extension TrialRecord {
    /// Where a trial stands.
    package enum Status: String, Hashable, Sendable, Codable, CaseIterable {
        case finished, diverged, failed, running, pending
        /// It waits at a rung of successive halving with its state kept, and goes on if it is
        /// promoted.
        case stopped
        /// It would measure a setting that was not chosen, and never runs.
        case unneeded

        /// Whether nothing more is to be expected of the trial, and it has run.
        package var hasEnded: Bool { self == .finished || self == .diverged || self == .failed }
    }

    /// What training reached. Losses are in nats per token.
    package struct Outcome: Hashable, Sendable, Codable {
        /// Over the whole validation part; nil where no evaluation gave a finite loss.
        package var bestValidationLoss: Double?
        package var bestStep: Int?
        package var finalValidationLoss: Double?
        package var finalTrainLoss: Double?
        /// The optimiser's steps that were made.
        package var steps: Int
        /// Whether patience ran out before the last step.
        package var stoppedEarly: Bool
        /// Training tokens read, repetitions included.
        package var tokensSeen: Int
        /// The mean of minus the logarithm of the validation part's own probability, per token,
        /// where the corpus knows it.
        package var floor: Double?
        /// Figures of the best weights, by the names of `Metric`: accuracy, perplexity, and what the
        /// configuration's `metrics` asked for; nil in results from before they were measured.
        package var metrics: [String: Double]?

        package init(
            bestValidationLoss: Double?, bestStep: Int?, finalValidationLoss: Double?,
            finalTrainLoss: Double?, steps: Int, stoppedEarly: Bool, tokensSeen: Int,
            floor: Double? = nil, metrics: [String: Double]? = nil
        ) {
            self.bestValidationLoss = bestValidationLoss
            self.bestStep = bestStep
            self.finalValidationLoss = finalValidationLoss
            self.finalTrainLoss = finalTrainLoss
            self.steps = steps
            self.stoppedEarly = stoppedEarly
            self.tokensSeen = tokensSeen
            self.floor = floor
            self.metrics = metrics
        }
    }

    /// What the traced graph says before anything runs.
    package struct Size: Hashable, Sendable, Codable {
        package var parameters: ParameterCounts
        /// Floating point operations of one training step, forward and backward, over its tokens.
        package var flopsPerToken: Double
        /// Tokens of context: the block size.
        package var context: Int

        package init(parameters: ParameterCounts, flopsPerToken: Double, context: Int) {
            self.parameters = parameters
            self.flopsPerToken = flopsPerToken
            self.context = context
        }
    }

    /// What the run cost, and where it was.
    package struct Run: Hashable, Sendable, Codable {
        /// Seconds of work, those of earlier workers on the same trial included.
        package var seconds: Double
        /// Training tokens per second of training, evaluation left out; nil without a step.
        package var tokensPerSecond: Double?
        /// The instruction set whose kernels computed the result: `avx512`, `avx2`, `neon`, ...
        package var instructionSet: String
        /// What the factors of matrix products were rounded to, where that is what ran: `bf16`, or
        /// `bf16, emulated`; nil for single precision.
        package var precision: String?
        /// The name of the machine.
        package var host: String

        package init(
            seconds: Double, tokensPerSecond: Double?, instructionSet: String,
            precision: String? = nil, host: String
        ) {
            self.seconds = seconds
            self.tokensPerSecond = tokensPerSecond
            self.instructionSet = instructionSet
            self.precision = precision
            self.host = host
        }
    }
}

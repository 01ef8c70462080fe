package import Training

/// What the best weights of a finished trial show, beyond the figures of its result: a trial's
/// `analysis.json`, and a line of the sweep's `analysis.jsonl`.
///
/// All of it but the times depends on the trial's identity and its best step alone.
package struct TrialAnalysis: Hashable, Sendable, Codable {
    /// Counts up when an analysis says something else than before, so that it is made anew.
    package static let currentVersion = 1

    /// The version that made it.
    package let version: Int
    /// The trial.
    package let id: String
    /// The optimiser's steps before the best evaluation, whose weights these are.
    package let step: Int
    /// The mean validation loss at each position of the block, in nats: the prediction of the next
    /// token after 1, 2, ... tokens. Nil where only the token after the block is predicted.
    package let lossByPosition: [Double]?
    /// How many predictions each of these is the mean of. With an `evaluationStride` below the block
    /// size the first positions have one only.
    package let predictionsByPosition: [Int]?
    /// Where heads look, in the order of computation; blocks without attention weights are left out.
    package let attention: [AttentionSummary]
    /// A text that the model wrote; nil where it cannot write one.
    package let sample: Sample?
    /// The time of one evaluation of the whole validation part. A time, which also depends on the
    /// machine, and on what else ran there.
    package let evaluationSeconds: Double

    enum CodingKeys: CodingKey {
        case version, id, step, lossByPosition, predictionsByPosition, attention, sample
        case evaluationSeconds
    }

    /// A text that a model wrote, with the same prompt and the same random numbers as others of its
    /// sweep.
    package struct Sample: Hashable, Sendable, Codable {
        package let prompt: String
        /// Without the prompt.
        package let text: String
        package let temperature: Double
        package let seed: UInt64
        /// The time that a token took, written alone. A time, as `evaluationSeconds`.
        package let secondsPerToken: Double

        package init(
            prompt: String, text: String, temperature: Double, seed: UInt64,
            secondsPerToken: Double
        ) {
            self.prompt = prompt
            self.text = text
            self.temperature = temperature
            self.seed = seed
            self.secondsPerToken = secondsPerToken
        }
    }

    package init(
        id: String, step: Int, lossByPosition: [Double]? = nil,
        predictionsByPosition: [Int]? = nil, attention: [AttentionSummary] = [],
        sample: Sample? = nil, evaluationSeconds: Double
    ) {
        version = Self.currentVersion
        self.id = id
        self.step = step
        self.lossByPosition = lossByPosition
        self.predictionsByPosition = predictionsByPosition
        self.attention = attention
        self.sample = sample
        self.evaluationSeconds = evaluationSeconds
    }
}

package import Foundation

/// One evaluation: a line of `metrics.jsonl`. Losses are in nats per token; what is not finite is
/// nil.
package struct EvaluationRecord: Hashable, Sendable, Codable {
    /// The optimiser's steps before it.
    package var step: Int
    /// The mean over the whole validation part.
    package var validationLoss: Double?
    /// The share of its predictions whose highest logit is the target's; nil where the loss is, and
    /// in records from before it was measured.
    package var accuracy: Double?
    /// e to the power of the validation loss; nil where that is not finite.
    package var perplexity: Double?
    /// The mean over the training batches since the last evaluation; nil at step 0.
    package var trainLoss: Double?
    /// That of the next step.
    package var learningRate: Double
    /// The mean norm of the gradients, before clipping, since the last evaluation; nil at step 0.
    package var gradientNorm: Double?
    /// Training tokens read so far, repetitions included.
    package var tokensSeen: Int
    /// Seconds of work so far, in all processes that worked on the trial.
    package var seconds: Double
    /// Training tokens per second of training so far, evaluations left out; nil at step 0.
    package var tokensPerSecond: Double?
    package var probes: [ProbeRecord]

    package init(
        step: Int, validationLoss: Double?, accuracy: Double? = nil, trainLoss: Double? = nil,
        learningRate: Double,
        gradientNorm: Double? = nil, tokensSeen: Int, seconds: Double,
        tokensPerSecond: Double? = nil, probes: [ProbeRecord] = []
    ) {
        self.step = step
        self.validationLoss = validationLoss
        self.accuracy = accuracy
        perplexity = validationLoss.map { exp($0) }.flatMap { $0.isFinite ? $0 : nil }
        self.trainLoss = trainLoss
        self.learningRate = learningRate
        self.gradientNorm = gradientNorm
        self.tokensSeen = tokensSeen
        self.seconds = seconds
        self.tokensPerSecond = tokensPerSecond
        self.probes = probes
    }

    /// Reads `metrics.jsonl`. A last line without its end, which a crash may leave, is left out.
    ///
    /// - Throws: `FileError`, or `CheckpointError.damagedMetrics`, which names the line.
    package static func read(_ file: URL) throws -> [EvaluationRecord] {
        let content = try FileContent.read(file)
        var lines = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        lines.removeLast()
        let decoder = JSONDecoder()
        return try lines.enumerated().map { index, line in
            do { return try decoder.decode(EvaluationRecord.self, from: line) } catch {
                throw CheckpointError(file: file, .damagedMetrics(line: index + 1))
            }
        }
    }
}

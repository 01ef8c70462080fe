import Corpora
import Transformer

/// How many of the words that a model writes occur in its corpus, and how long it takes to write.
///
/// The model writes 50 samples of 100 tokens at temperature 1, which begin as `context` says; what
/// is found depends on the seed and the model alone, except for the time.
package struct WordOverlapMeasurement: Sendable {
    /// `WordOverlap.share(of:)` of each sample.
    package let shares: [Double]
    /// The seconds that a sample takes which is written alone: the median over a few.
    package let secondsPerSample: Double

    package static let sampleCount = 50
    package static let tokensPerSample = 100
    /// How many samples are timed.
    private static let timedCount = 5

    /// Tokens that are drawn in all, as a forecast of time wants to know.
    package static var tokenCount: Int { (sampleCount + timedCount) * tokensPerSample }

    /// Writes samples, with the seed of the training, and times some of them.
    ///
    /// - Parameter checkStop: Called often; an error that it throws ends the measurement.
    /// - Throws: `CorpusError`, `GenerationError`, and what tracing and `checkStop` throw.
    package init(of model: TrainedModel, checkStop: () throws -> Void = {}) throws {
        let context = try Self.context(of: model)
        let options = try SamplingOptions(seed: model.training.seed)
        let rows = Generator.rows(samples: Self.sampleCount, blockSize: model.model.blockSize)
        let samples = try Generator(model, rows: rows).samples(
            0..<Self.sampleCount, after: context, tokens: Self.tokensPerSample, options: options,
            checkStop: checkStop)
        let overlap = WordOverlap(model.corpus)
        shares = samples.map { overlap.share(of: model.corpus.tokenizer.decode($0)) }
        let alone = try Generator(model, rows: 1)
        // The first token touches memory for the first time.
        _ = try alone.samples(0..<1, after: context, tokens: 1, options: options)
        let times = try (0..<Self.timedCount).map { number in
            // Not within a sample: questions would be counted as time.
            try checkStop()
            let start = ContinuousClock.now
            _ = try alone.samples(
                number..<number + 1, after: context, tokens: Self.tokensPerSample, options: options)
            return (ContinuousClock.now - start).seconds
        }
        secondsPerSample = times.sorted()[times.count / 2]
    }

    /// The tokens that every sample goes on from, and which are no part of it.
    ///
    /// They are such as training has seen, which a padding token is not: a line's end where the
    /// training part has one, else that part's first token. A model that predicts the token after a
    /// whole block goes on from the first block of the validation part.
    ///
    /// - Throws: `CorpusError.tooShort` where a part has no block.
    package static func context(of model: TrainedModel) throws -> [Int] {
        let (corpus, blockSize) = (model.corpus, model.model.blockSize)
        switch model.model.predict {
        case .last:
            let held = try corpus.tokens(of: .validation, forBlocksOf: blockSize)
            return held.prefix(blockSize).map { Int($0) }
        case .every:
            let training = try corpus.tokens(of: .training, forBlocksOf: blockSize)
            let start = corpus.tokenizer.lineEnd.flatMap { training.contains($0) ? $0 : nil }
            return [Int(start ?? training[training.startIndex])]
        }
    }

    /// The mean over the samples.
    package var mean: Double { shares.reduce(0, +) / Double(shares.count) }

    /// The standard deviation over the samples, with n - 1 in the divisor.
    package var deviation: Double {
        let squares = shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(shares.count - 1)).squareRoot()
    }
}

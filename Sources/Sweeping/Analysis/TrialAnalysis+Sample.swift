import Corpora
import Training
import Transformer

extension TrialAnalysis.Sample {
    /// The tokens that are written.
    private static let tokenCount = 300
    /// A little below 1, where small models begin to ramble.
    private static let temperature = 0.8
    private static let seed: UInt64 = 1
    /// The most tokens of a line that serves as a prompt, and those of a prompt that is no line.
    private static let longestPrompt = 64

    /// Has a trained model write; nil where it sees the tokens that it predicts, where its scores are
    /// not finite, and where it would need more text to go on from than there is.
    ///
    /// - Throws: `CorpusError` where the validation part is shorter than the block, and what tracing
    ///   throws.
    init?(of model: TrainedModel) throws {
        do {
            let generator = try Generator(model, rows: 1)
            let prompt = try Self.prompt(of: model)
            let options = try SamplingOptions(temperature: Self.temperature, seed: Self.seed)
            // The first token touches memory for the first time.
            _ = try generator.samples(0..<1, after: prompt, tokens: 1, options: options)
            let start = ContinuousClock.now
            let tokens = try generator.samples(
                0..<1, after: prompt, tokens: Self.tokenCount, options: options)
            let seconds = (ContinuousClock.now - start).seconds
            let tokenizer = model.corpus.tokenizer
            self.init(
                prompt: tokenizer.decode(prompt), text: tokenizer.decode(tokens.joined()),
                temperature: Self.temperature, seed: Self.seed,
                secondsPerToken: seconds / Double(Self.tokenCount))
        } catch is GenerationError {
            return nil
        }
    }

    /// What a model goes on from, the same for all models of one corpus: the first whole line of the
    /// validation part that is not blank, with its end; where lines are long or none, the part's
    /// first tokens. A model that predicts the token after a whole block goes on from the part's
    /// first block.
    private static func prompt(of model: TrainedModel) throws -> [Int] {
        let blockSize = model.model.blockSize
        let part = try model.corpus.tokens(of: .validation, forBlocksOf: blockSize)
        let whole = part.prefix(model.model.predict == .last ? blockSize : longestPrompt)
        guard model.model.predict == .every,
            let lineEnd = model.corpus.tokenizer.lineEnd
        else { return whole.map { Int($0) } }
        // The part may begin in the middle of a line, and end in one.
        let lines = part.split(separator: lineEnd, omittingEmptySubsequences: false)
            .dropFirst().dropLast()
        let line = lines.first { !$0.isEmpty }
        guard let line, line.count < longestPrompt else { return whole.map { Int($0) } }
        return (line + [lineEnd]).map { Int($0) }
    }
}

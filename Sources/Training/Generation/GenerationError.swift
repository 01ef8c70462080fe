/// Text that cannot be generated: the facts, which `description` puts into one sentence.
package enum GenerationError: Error, Hashable, Sendable, CustomStringConvertible {
    case temperature(Double)
    case topK(Int)
    case topP(Double)
    case repetitionPenalty(Double)
    /// A prompt is shorter than the block of a model that needs a whole one, and there is no token
    /// to fill it up with.
    case shortPrompt(tokens: Int, blockSize: Int)
    /// The model sees the token that it is asked for.
    case notCausal
    /// Scores are not finite, after so many tokens.
    case notFinite(tokens: Int)

    /// One sentence.
    package var description: String {
        switch self {
        case .temperature(let value):
            "The temperature is \(value), but should be a number of at least 0."
        case .topK(let value): "The top-k is \(value), but should be a whole number of at least 1."
        case .topP(let value): "The top-p is \(value), but should be above 0 and at most 1."
        case .repetitionPenalty(let value):
            "The repetition penalty is \(value), but should be a number above 0."
        case .shortPrompt(let tokens, let blockSize):
            "The prompt has \(tokens) tokens, but this model predicts from \(blockSize), and its "
                + "vocabulary has no padding token to fill them up; give a longer prompt, or train "
                + "with 'padding: true'."
        case .notCausal:
            "A model with 'causal: false' and 'predict: \"every\"' sees the tokens that it predicts, "
                + "and so cannot continue a text."
        case .notFinite(let tokens):
            "The model's scores are not finite after \(tokens) tokens; its weights are of no use."
        }
    }
}

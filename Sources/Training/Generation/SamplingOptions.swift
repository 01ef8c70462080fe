import Foundation

/// How the next token is chosen from its scores.
package struct SamplingOptions: Hashable, Sendable {
    /// What scores are divided by before the softmax; 0 always takes the greatest.
    package var temperature = 1.0
    /// Only this many of the most probable tokens are drawn from; nil for all.
    package var topK: Int?
    /// Only the most probable tokens that together reach this probability are drawn from; nil for
    /// all (Holtzman et al.: The curious case of neural text degeneration. 2020).
    package var topP: Double?
    /// By which the scores of tokens that were drawn already are divided where they are positive,
    /// and multiplied where they are not, before the temperature: above 1, a text repeats itself
    /// less; 1 changes nothing. Every token drawn since the prompt counts, however long ago and
    /// however often (Keskar et al.: CTRL. 2019, section 4.1, which divides alone, and so would
    /// favour tokens of negative score). That the prompt's own tokens do not count is the choice of
    /// this code, so that a text may go on about what it was asked for.
    package var repetitionPenalty = 1.0
    package var seed: UInt64 = 1

    /// - Throws: `GenerationError` for an impossible value.
    package init(
        temperature: Double = 1, topK: Int? = nil, topP: Double? = nil,
        repetitionPenalty: Double = 1, seed: UInt64 = 1
    ) throws(GenerationError) {
        guard temperature >= 0, temperature.isFinite else { throw .temperature(temperature) }
        if let topK, topK < 1 { throw .topK(topK) }
        if let topP, !(topP > 0 && topP <= 1) { throw .topP(topP) }
        guard repetitionPenalty > 0, repetitionPenalty.isFinite else {
            throw .repetitionPenalty(repetitionPenalty)
        }
        self.temperature = temperature
        self.topK = topK
        self.topP = topP
        self.repetitionPenalty = repetitionPenalty
        self.seed = seed
    }

    /// The tokens that may be drawn, most probable first, with their probabilities, which sum to 1.
    /// Scores must be finite; equal ones are in the order of their tokens.
    ///
    /// - Parameter drawn: The tokens of the text so far, which the repetition penalty is for.
    package func candidates(
        _ scores: [Float], drawn: Set<Int> = []
    ) -> [(token: Int, probability: Double)] {
        let scores = penalized(scores, drawn)
        var tokens = scores.indices.sorted { (scores[$0], $1) > (scores[$1], $0) }
        guard temperature > 0, let first = tokens.first else {
            return tokens.prefix(1).map { ($0, 1) }
        }
        if let topK { tokens.removeLast(max(0, tokens.count - topK)) }
        let greatest = Double(scores[first])
        let weights = tokens.map { exp((Double(scores[$0]) - greatest) / temperature) }
        let total = weights.reduce(0, +)
        var count = weights.count
        if let topP {
            var sum = 0.0
            for (index, weight) in weights.enumerated() {
                sum += weight / total
                if sum >= topP {
                    count = index + 1
                    break
                }
            }
        }
        let kept = weights.prefix(count).reduce(0, +)
        return zip(tokens, weights).prefix(count).map { ($0, $1 / kept) }
    }

    /// The token that a number, uniform in [0, 1), stands for.
    package func token(_ scores: [Float], drawn: Set<Int> = [], uniform: Double) -> Int? {
        let candidates = candidates(scores, drawn: drawn)
        var rest = uniform
        for (token, probability) in candidates {
            if rest < probability { return token }
            rest -= probability
        }
        // Rounding may leave a little past the last one.
        return candidates.last?.token
    }

    private func penalized(_ scores: [Float], _ drawn: Set<Int>) -> [Float] {
        guard repetitionPenalty != 1 else { return scores }
        var scores = scores
        for token in drawn where scores.indices.contains(token) {
            let score = Double(scores[token])
            let penalized = score > 0 ? score / repetitionPenalty : score * repetitionPenalty
            // An extreme penalty may leave the range of scores, but not what scores must be.
            let limit = Double(Float.greatestFiniteMagnitude)
            scores[token] = Float(max(-limit, min(limit, penalized)))
        }
        return scores
    }
}

import Corpora
import Foundation
import Reporting
import Training

/// What `varia sample` writes, and what of it the model has by heart. The members of its JSON are
/// stable.
struct SampleReport: Encodable {
    let variant: String
    /// What every sample goes on from.
    let prompt: String
    /// Tokens of each sample.
    let tokens: Int
    let samples: [Sample]
    /// The seconds that all samples took, side by side.
    let seconds: Double
    /// From how many tokens on a stretch counts for `repeatedShare`.
    let leastStretch: Int
    /// Tokens of the training part that samples were compared with; nil where it was not at hand.
    let trainingTokens: Int?
    /// Why samples were not compared with it, in one sentence; nil where they were.
    let note: String?

    struct Sample: Encodable {
        /// Without the prompt.
        let text: String
        /// Nil where the training text was not at hand.
        let repetition: RepetitionReport?
    }

    /// - Parameters:
    ///   - samples: The tokens of each sample.
    ///   - training: Gives the tokens of the training part, or throws an error whose description
    ///     is a sentence.
    init(
        _ samples: [[Int]], of checkpoint: Checkpoint, prompt: String, tokens: Int,
        seconds: Double, leastStretch: Int, training: () throws -> ArraySlice<Int32>
    ) {
        let text: ArraySlice<Int32>?
        do {
            text = try training()
            note = nil
        } catch {
            text = nil
            note = "Repetitions of the training text cannot be told: \(error)"
        }
        variant = checkpoint.variant
        self.prompt = prompt
        self.tokens = tokens
        self.seconds = seconds
        self.leastStretch = leastStretch
        trainingTokens = text?.count
        self.samples = samples.map { sample in
            Sample(
                text: checkpoint.tokenizer.decode(sample),
                repetition: text.map {
                    RepetitionReport(
                        Repetition(of: sample, in: $0), of: sample, checkpoint.tokenizer,
                        leastStretch: leastStretch)
                })
        }
    }

    /// The samples with their prompt, for people.
    var text: String {
        guard samples.count > 1 else { return samples.map { prompt + $0.text }.joined() }
        return samples.enumerated().map { "sample \($0 + 1)\n\(prompt)\($1.text)\n" }
            .joined(separator: "\n")
    }

    /// What samples repeat, a line each, or why that is not known.
    var messages: [String] {
        if let note { return [note] }
        return samples.enumerated().compactMap { index, sample in
            sample.repetition.map {
                (samples.count > 1 ? "sample \(index + 1): " : "") + $0.text(leastStretch)
            }
        }
    }
}

/// What of a sample stands in the training part, word for word. The members of its JSON are stable.
struct RepetitionReport: Encodable {
    /// Tokens of the longest stretch; 0 where no token of the sample occurs.
    let longest: Int
    /// The longest stretch.
    let text: String
    /// Where it begins in the sample and, at its first occurrence, in the training part: tokens
    /// counted from 0. Nil where there is none.
    let sampleStart: Int?
    let trainingStart: Int?
    /// The share of the sample's tokens that lie in stretches of at least `leastStretch` tokens.
    let repeatedShare: Double

    init(
        _ repetition: Repetition, of sample: [Int], _ tokenizer: Tokenizer, leastStretch: Int
    ) {
        let range = repetition.longest?.range ?? 0..<0
        longest = range.count
        text = tokenizer.decode(sample[range])
        sampleStart = repetition.longest?.range.lowerBound
        trainingStart = repetition.longest?.position
        repeatedShare = repetition.share(inStretchesOf: leastStretch)
    }

    /// Characters of a stretch that a message shows.
    private static let shownCharacters = 200

    /// One line for people.
    func text(_ leastStretch: Int) -> String {
        guard let trainingStart else { return "Nothing of it occurs in the training text." }
        let characters = Array(text.unicodeScalars)
        let shown =
            visibleText(Array(characters.prefix(Self.shownCharacters)), limit: .max)
            + (characters.count > Self.shownCharacters ? "..." : "")
        let tokens = longest == 1 ? "1 token" : "\(longest) tokens"
        return "The longest stretch that the training text has too: \(tokens), there from token "
            + "\(NumberText.count(Double(trainingStart))) on: \"\(shown)\". "
            + String(format: "%.0f%%", 100 * repeatedShare)
            + " of the tokens lie in such stretches of at least \(leastStretch)."
    }
}

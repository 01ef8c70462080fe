/// The built-in corpus: scenes drawn at random from the rules of `GrammarPlay`.
///
/// The grammar is unambiguous, so the probability of every character, given all the text before
/// it, is known exactly. The mean of minus its logarithm is the least loss that any model can have
/// on such text in the long run; one that sees a finite block has more.
package struct GrammarCorpus: Sendable {
    /// The text, in ASCII.
    package let text: [UInt8]
    /// For each character, the logarithm of its probability given all characters before it (and
    /// given that the text does not end there).
    package let logProbabilities: [Double]

    /// The number of characters of the standard text, to tell it without writing the text.
    package static let standardCount = 1_002_522

    /// The text behind the name "grammar": a million characters and the rest of the last scene.
    package static let standard = GrammarCorpus(length: 1_000_000, seed: 1)

    /// A text that ends with the scene in which it reaches a length.
    package init(length: Int, seed: UInt64) {
        var play = GrammarPlay(tape: GrammarWriter(length: length, seed: seed))
        play.run()
        text = play.tape.text
        logProbabilities = play.tape.logProbabilities
    }

    /// The mean of minus the log probability over a range of characters, in nats per character.
    package func floor(of range: Range<Int>) -> Double {
        -logProbabilities[range].reduce(0, +) / Double(range.count)
    }
}

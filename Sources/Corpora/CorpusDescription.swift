/// What `varia data describe` tells of a corpus.
package struct CorpusDescription: Hashable, Sendable, Codable {
    package let name: String
    package let hash: String
    package let byteCount: Int
    /// The number of tokens: characters or bytes.
    package let tokenCount: Int
    package let tokenizer: Tokenizer
    package let trainingTokens: Int
    package let validationTokens: Int
    /// The lowest validation loss that the text allows, in nats per token, where it is known.
    package let floor: Double?
    /// The beginning of the text, line by line.
    package let firstLines: [String]

    /// Describes a corpus.
    package init(of corpus: Corpus, lines: Int = 8) {
        name = corpus.name
        hash = corpus.hash
        byteCount = corpus.byteCount
        tokenCount = corpus.tokens.count
        tokenizer = corpus.tokenizer
        trainingTokens = corpus.split.training.count
        validationTokens = corpus.split.validation.count
        floor = corpus.floor
        let start = corpus.tokenizer.decode(corpus.tokens.prefix(100 * lines).map { Int($0) })
        firstLines = start.split(separator: "\n", omittingEmptySubsequences: false)
            .prefix(lines).map(String.init)
    }
}

extension CorpusDescription: CustomStringConvertible {
    package var description: String {
        let unit = tokenizer.kind == .byte ? "bytes" : "characters"
        var rows = [
            ("corpus", name),
            ("SHA-256", hash),
            ("bytes", "\(byteCount)"),
            ("tokens", "\(tokenCount) \(unit)"),
            ("vocabulary", vocabulary),
            ("training", "\(trainingTokens) tokens"),
            ("validation", "\(validationTokens) tokens"),
        ]
        if let floor {
            let rounded = (floor * 1e6).rounded() / 1e6
            rows.append(("floor", "\(rounded) nats per token, with unlimited context"))
        }
        let width = rows.map(\.0.count).max() ?? 0
        let table = rows.map { label, value in
            label + String(repeating: " ", count: width - label.count + 2) + value
        }
        return (table + [""] + firstLines.map { "    " + $0 }).joined(separator: "\n")
    }

    private var vocabulary: String {
        guard tokenizer.kind == .character else { return "\(tokenizer.vocabularySize)" }
        return "\(tokenizer.vocabularySize): \(visibleText(tokenizer.alphabet, limit: 100))"
    }
}

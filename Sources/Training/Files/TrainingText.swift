package import Corpora

/// Which text a model was trained on, so that it can be known again.
package struct TrainingText: Hashable, Sendable, Codable {
    /// The SHA-256 of the corpus' bytes, in hexadecimal digits.
    package let hash: String
    /// The place of the training part's first token in the corpus.
    package let start: Int
    /// The number of tokens of the training part.
    package let count: Int

    package init(_ corpus: Corpus) {
        hash = corpus.hash
        start = corpus.split.training.lowerBound
        count = corpus.split.training.count
    }
}

extension Checkpoint {
    /// The tokens of the training part, from the corpus that the checkpoint names.
    ///
    /// - Parameter path: Another name or path of the same text.
    /// - Throws: `CorpusError` where no text is found, and `TrainingTextError` where it is not known
    ///   to be the one.
    package func trainingTokens(from path: String? = nil) throws -> ArraySlice<Int32> {
        guard let text else { throw TrainingTextError.notRecorded }
        let corpus = try Corpus.load(
            path ?? corpus, tokenizer: tokenizer.kind, padding: tokenizer.paddingToken != nil)
        guard corpus.hash == text.hash, corpus.tokenizer == tokenizer,
            corpus.tokens.count >= text.start + text.count
        else { throw TrainingTextError.differs(corpus.name) }
        return corpus.tokens[text.start..<text.start + text.count]
    }
}

/// A text that is not the one that a model was trained on, or not known to be: the facts, which
/// `description` puts into one sentence.
package enum TrainingTextError: Error, Hashable, Sendable, CustomStringConvertible {
    case notRecorded
    /// A corpus has other content than it had.
    case differs(String)

    /// One sentence.
    package var description: String {
        switch self {
        case .notRecorded:
            "The checkpoint is of a version of Varia that did not record which text it was trained "
                + "on."
        case .differs(let corpus):
            "The corpus \"\(corpus)\" is not the text that the model was trained on, by its SHA-256."
        }
    }
}

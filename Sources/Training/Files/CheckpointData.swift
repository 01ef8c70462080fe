package import Corpora

/// Which data a checkpoint's model was trained on, so that it can be judged on the same parts later.
package struct CheckpointData: Hashable, Sendable, Codable {
    /// The SHA-256 of the whole text.
    package let hash: String
    /// The tokens of each part, in the order of the text.
    package let training: Int
    package let validation: Int
    package let test: Int

    package init(_ corpus: Corpus) {
        hash = corpus.hash
        training = corpus.split.training.count
        validation = corpus.split.validation.count
        test = corpus.split.test.count
    }
}

extension Checkpoint {
    /// The data that the model was trained on, cut into the same parts.
    ///
    /// - Parameter name: The name or path of the text; nil for the one under which training found it.
    /// - Throws: `CorpusError` where it cannot be loaded; `CheckpointError` where it is another text,
    ///   or the file is from before it was recorded which.
    package func loadCorpus(_ name: String? = nil) throws -> Corpus {
        guard let data else { throw CheckpointError(file: file, .unknownData) }
        let name = name ?? corpus
        let padding = tokenizer.kind == .character && tokenizer.paddingToken != nil
        // The text itself first: of another one, nothing else that does not fit is worth telling.
        let whole = try Corpus.load(name, tokenizer: tokenizer.kind, padding: padding)
        guard whole.hash == data.hash else {
            throw CheckpointError(
                file: file, .otherData(corpus: name, found: whole.hash, expected: data.hash))
        }
        return try Corpus.load(
            name, tokenizer: tokenizer.kind, padding: padding,
            length: data.training + data.validation + data.test,
            validation: .tokens(data.validation), test: data.test > 0 ? .tokens(data.test) : nil)
    }
}

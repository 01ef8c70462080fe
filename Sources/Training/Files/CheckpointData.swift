package import Corpora

/// Which data a checkpoint's model was trained on, so that it can be judged on the same parts
/// later.
package struct CheckpointData: Hashable, Sendable, Codable {
    /// The SHA-256 of the whole text.
    package let hash: String
    /// The tokens of each part, in the order of the text.
    package let training: Int
    package let validation: Int
    package let test: Int
    /// Where the text's file was, as a whole path; nil for a corpus known by name, and in files
    /// from before it was recorded.
    package let path: String?

    package init(_ corpus: Corpus) {
        hash = corpus.hash
        training = corpus.split.training.count
        validation = corpus.split.validation.count
        test = corpus.split.test.count
        path = corpus.path
    }
}

extension Checkpoint {
    /// The data that the model was trained on, cut into the same parts.
    ///
    /// - Parameter name: The name or path of the text; nil for the one under which training was
    ///   given it, or else the place where training found it.
    /// - Throws: `CorpusError` where it cannot be loaded; `CheckpointError` where it is another
    ///   text or no longer there, or the file is from before it was recorded which.
    package func loadCorpus(_ name: String? = nil) throws -> Corpus {
        guard let data else { throw CheckpointError(file: file, .unknownData) }
        let text = try name.map { try corpusText(at: $0, of: data) } ?? recordedText(of: data)
        return try Corpus(
            text, tokenizer: tokenizer.kind,
            padding: tokenizer.kind == .character && tokenizer.paddingToken != nil,
            length: data.training + data.validation + data.test,
            validation: .tokens(data.validation), test: data.test > 0 ? .tokens(data.test) : nil)
    }

    /// A sweep's corpus may have a path that is relative to the spec, and means nothing here.
    private func recordedText(of data: CheckpointData) throws -> CorpusText {
        let places = [corpus] + [data.path].compactMap(\.self).filter { $0 != corpus }
        var problem: (any Error)?
        for place in places {
            do { return try corpusText(at: place, of: data) } catch CorpusError.missing {
                // Where nothing is, there is nothing to say about it.
            } catch {
                problem = problem ?? error
            }
        }
        throw problem ?? CheckpointError(file: file, .lostData(places: places))
    }

    /// The text itself comes first: of another one, nothing else that does not fit is worth
    /// telling.
    private func corpusText(at place: String, of data: CheckpointData) throws -> CorpusText {
        let text = try CorpusText(place)
        guard text.hash == data.hash else {
            throw CheckpointError(
                file: file, .otherData(corpus: place, found: text.hash, expected: data.hash))
        }
        return text
    }
}

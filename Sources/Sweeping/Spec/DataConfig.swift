package import Corpora
package import Foundation
package import Transformer

/// What a trial is trained and judged on.
package struct DataConfig: Hashable, Sendable {
    /// The name of a corpus, or the path of a text file.
    package var corpus = "grammar"
    package var tokenizer = Tokenizer.Kind.character
    /// The fraction at the end of the text that is kept for validation.
    package var validation = 0.1
    /// Whether a character vocabulary has a padding token.
    package var padding = false

    /// The defaults: the built-in corpus by characters, its last tenth for validation.
    package init() {}

    /// Reads the data's keys; others are left to whoever else reads the object and finishes it.
    ///
    /// - Throws: `ConfigurationError`.
    package init(reading reader: ConfigurationReader) throws(ConfigurationError) {
        corpus = try reader.string("corpus") ?? corpus
        tokenizer = try reader.choice("tokenizer") ?? tokenizer
        validation = try reader.number("validation", .above(0)) ?? validation
        padding = try reader.boolean("padding") ?? padding
        guard validation < 1 else {
            throw reader.error(
                "validation",
                .impossible(found: "\(validation)", expected: "a number above 0 and below 1"))
        }
    }

    /// Every key with its value, as reading takes it.
    package var members: [String: JSONValue] {
        [
            "corpus": .string(corpus), "tokenizer": .string(tokenizer.rawValue),
            "validation": .number(validation), "padding": .boolean(padding),
        ]
    }

    /// Loads the corpus.
    ///
    /// - Parameter folder: where relative paths are looked up first, before the current folder.
    /// - Throws: `CorpusError`.
    package func load(relativeTo folder: URL?) throws(CorpusError) -> Corpus {
        try Corpus.load(
            corpus, relativeTo: folder, tokenizer: tokenizer, padding: padding,
            validation: validation)
    }
}

extension Corpus {
    /// What a trial's result owes to its data: the text, how it is cut into tokens, and where it is
    /// split; not under which name it was found.
    package var identity: String {
        let padding = tokenizer.paddingToken.map { "\($0)" } ?? "none"
        let text =
            "text \(hash), tokenizer \(tokenizer.kind.rawValue), padding \(padding), "
            + "training \(split.training), validation \(split.validation)"
        return SHA256.hexDigest(of: Array(text.utf8))
    }
}

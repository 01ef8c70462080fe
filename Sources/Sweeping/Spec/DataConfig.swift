package import Corpora
package import Foundation
package import Transformer

/// What a trial is trained and judged on.
package struct DataConfig: Hashable, Sendable {
    /// The name of a corpus, or the path of a text file.
    package var corpus = "grammar"
    package var tokenizer = Tokenizer.Kind.character
    /// How many tokens of the text's beginning are used; nil for all.
    package var length: Int?
    /// How much after the training part is kept for validation.
    package var validation = Split.Size.fraction(0.1)
    /// How much at the end is kept for a test that nothing is chosen by; nil for none.
    package var test: Split.Size?
    /// Whether a character vocabulary has a padding token.
    package var padding = false

    /// The defaults: the built-in corpus by characters, its last tenth for validation.
    package init() {}

    /// Reads the data's keys; others are left to whoever else reads the object and finishes it.
    ///
    /// - Throws: `ConfigurationError`.
    package init(reading reader: ConfigurationReader) throws(ConfigurationError) {
        corpus =
            try reader.string(
                "corpus",
                expected: "the name of a corpus, such as \"grammar\", or the path of a text file")
            ?? corpus
        tokenizer = try reader.choice("tokenizer") ?? tokenizer
        if !reader.isNull("length") { length = try reader.integer("length", .atLeast(1)) }
        validation = try Self.size("validation", reader) ?? validation
        if !reader.isNull("test") { test = try Self.size("test", reader) }
        padding = try reader.boolean("padding") ?? padding
    }

    /// A fraction below 1, or a whole number of tokens.
    private static func size(
        _ key: String, _ reader: ConfigurationReader
    ) throws(ConfigurationError) -> Split.Size? {
        switch reader.value(key) {
        case nil: return nil
        case .integer(let tokens) where tokens >= 1: return .tokens(tokens)
        case .number(let fraction) where fraction > 0 && fraction < 1: return .fraction(fraction)
        case .some(let value):
            throw reader.error(
                key,
                .impossible(
                    found: value.description,
                    expected: "a fraction above 0 and below 1, or a whole number of tokens of "
                        + "at least 1"))
        }
    }

    /// Every key with its value, as reading takes it.
    package var members: [String: JSONValue] {
        var result: [String: JSONValue] = [
            "corpus": .string(corpus), "tokenizer": .string(tokenizer.rawValue),
            "validation": Self.member(validation), "padding": .boolean(padding),
        ]
        result["length"] = length.map { .integer($0) }
        result["test"] = test.map(Self.member)
        return result
    }

    private static func member(_ size: Split.Size) -> JSONValue {
        switch size {
        case .fraction(let fraction): .number(fraction)
        case .tokens(let tokens): .integer(tokens)
        }
    }

    /// Loads the corpus.
    ///
    /// - Parameter folder: where relative paths are looked up first, before the current folder.
    /// - Throws: `CorpusError`.
    package func load(relativeTo folder: URL?) throws(CorpusError) -> Corpus {
        try Corpus.load(
            corpus, relativeTo: folder, tokenizer: tokenizer, padding: padding, length: length,
            validation: validation, test: test)
    }
}

extension Corpus {
    /// What a trial's result owes to its data: the text, how it is cut into tokens, and where it is
    /// split; not under which name it was found.
    package var identity: String {
        let padding = tokenizer.paddingToken.map { "\($0)" } ?? "none"
        var text =
            "text \(hash), tokenizer \(tokenizer.kind.rawValue), padding \(padding), "
            + "training \(split.training), validation \(split.validation)"
        // Left out where there is none: trials from before there could be one keep their identity.
        if !split.test.isEmpty { text += ", test \(split.test)" }
        return SHA256.hexDigest(of: Array(text.utf8))
    }
}

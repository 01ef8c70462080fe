package import Foundation

extension Corpus {
    /// Loads a corpus by name or else from a text file, as `CorpusText` finds it.
    ///
    /// - Parameters:
    ///   - folder: Where a relative path is looked up first, before the current folder.
    ///   - length: How many tokens of the beginning are used; nil for all.
    ///   - test: The size of a part that nothing is chosen by; nil for none.
    /// - Throws: `CorpusError`, for anything that is wrong with the file, its text or the split.
    package static func load(
        _ nameOrPath: String, relativeTo folder: URL? = nil,
        tokenizer: Tokenizer.Kind = .character, padding: Bool = false, length: Int? = nil,
        validation: Split.Size = .fraction(0.1), test: Split.Size? = nil,
        catalogue: CorpusCatalogue = .standard
    ) throws(CorpusError) -> Corpus {
        try Corpus(
            CorpusText(nameOrPath, relativeTo: folder, catalogue: catalogue),
            tokenizer: tokenizer, padding: padding, length: length, validation: validation,
            test: test)
    }
}

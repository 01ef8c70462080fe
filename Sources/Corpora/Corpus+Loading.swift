package import Foundation

extension Corpus {
    /// Loads a corpus by name ("grammar", "tinyshakespeare") or else from a text file.
    ///
    /// A relative path is looked up in `folder` (that of the sweep's file, say) and then in the
    /// current folder; `./grammar` is a file even where `grammar` is a name.
    ///
    /// - Parameters:
    ///   - length: How many tokens of the beginning are used; nil for all.
    ///   - test: The size of a part that nothing is chosen by; nil for none.
    /// - Throws: `CorpusError`, for anything that is wrong with the file, its text or the split.
    package static func load(
        _ nameOrPath: String, relativeTo folder: URL? = nil,
        tokenizer: Tokenizer.Kind = .character, padding: Bool = false, length: Int? = nil,
        validation: Split.Size = .fraction(0.1), test: Split.Size? = nil,
        catalogue: CorpusCatalogue = .standard
    ) throws(CorpusError) -> Corpus {
        let bytes: [UInt8]
        var hash: String?
        var floor: ((Range<Int>) -> Double)?
        switch catalogue[nameOrPath] {
        case .some(let entry):
            switch entry.source {
            case .builtIn:
                let grammar = GrammarCorpus.standard
                bytes = grammar.text
                floor = grammar.floor
            case .download(_, let expected):
                bytes = try catalogue.fetchedBytes(of: entry, hash: expected)
                hash = expected
            }
        case .none:
            let path = try path(of: nameOrPath, relativeTo: folder, catalogue: catalogue)
            bytes = try self.bytes(ofFile: path)
        }
        return try Corpus(
            name: nameOrPath, bytes: bytes, hash: hash ?? SHA256.hexDigest(of: bytes),
            tokenizer: tokenizer, padding: padding, length: length, validation: validation,
            test: test, floor: floor)
    }

    private static func path(
        of name: String, relativeTo folder: URL?, catalogue: CorpusCatalogue
    ) throws(CorpusError) -> String {
        let current = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
        let folders = [folder, current].compactMap { $0 }
        var paths: [String] = []
        for folder in folders {
            let path = URL(fileURLWithPath: name, relativeTo: folder).standardizedFileURL.path
            if !paths.contains(path) { paths.append(path) }
        }
        guard let path = paths.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
            throw .missing(name, lookedAt: paths, known: catalogue.entries.map(\.name))
        }
        return path
    }

    /// The bytes of a text file.
    static func bytes(ofFile path: String) throws(CorpusError) -> [UInt8] {
        var isDirectory: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) {
            guard !isDirectory.boolValue else { throw .directory(path) }
        }
        let data: Data
        do { data = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
            throw .unreadable(path, reason: reason(of: error))
        }
        guard !data.isEmpty else { throw .empty(path) }
        return Array(data)
    }
}

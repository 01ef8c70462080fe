package import Foundation

/// The text of a corpus as it was found, before it is tokens.
package struct CorpusText {
    /// The name or the path under which it was asked for.
    package let name: String
    /// Where its file is, as a whole path; nil for what is known by name.
    package let path: String?
    let bytes: [UInt8]
    /// The SHA-256 of the bytes, in hexadecimal digits.
    package let hash: String
    /// Gives the floor of a range of the text's characters, all of them ASCII; nil where that is
    /// not known.
    let floor: ((Range<Int>) -> Double)?

    /// A text that is at hand.
    init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        path = nil
        hash = SHA256.hexDigest(of: bytes)
        floor = nil
    }

    /// Reads a corpus by name ("grammar", "tinyshakespeare") or else from a file.
    ///
    /// A relative path is looked up in `folder` (that of the sweep's file, say) and then in the
    /// current folder; `./grammar` is a file even where `grammar` is a name.
    ///
    /// - Throws: `CorpusError`, for anything that is wrong with the file.
    package init(
        _ nameOrPath: String, relativeTo folder: URL? = nil, catalogue: CorpusCatalogue = .standard
    ) throws(CorpusError) {
        name = nameOrPath
        switch catalogue[nameOrPath] {
        case .some(let entry):
            path = nil
            switch entry.source {
            case .builtIn:
                let grammar = GrammarCorpus.standard
                bytes = grammar.text
                hash = SHA256.hexDigest(of: bytes)
                floor = grammar.floor
            case .download(_, let expected):
                bytes = try catalogue.fetchedBytes(of: entry, hash: expected)
                hash = expected
                floor = nil
            }
        case .none:
            let found = try Self.path(of: nameOrPath, relativeTo: folder, catalogue: catalogue)
            path = found
            bytes = try Self.bytes(ofFile: found)
            hash = SHA256.hexDigest(of: bytes)
            floor = nil
        }
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
            throw .unreadable(path, reason: SystemReason.text(of: error))
        }
        guard !data.isEmpty else { throw .empty(path) }
        return Array(data)
    }
}

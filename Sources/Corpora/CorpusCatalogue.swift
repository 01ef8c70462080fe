package import Foundation

/// The corpora that are known by name: what is built in, and what can be fetched once and kept.
package struct CorpusCatalogue: Sendable {
    /// A corpus known by name.
    package struct Entry: Hashable, Sendable {
        package let name: String
        package let summary: String
        /// The number of bytes of its text.
        package let byteCount: Int
        package let source: Source

        package init(name: String, summary: String, byteCount: Int, source: Source) {
            self.name = name
            self.summary = summary
            self.byteCount = byteCount
            self.source = source
        }
    }

    /// Where a corpus comes from.
    package enum Source: Hashable, Sendable {
        /// Generated on the spot.
        case builtIn
        /// Downloaded once from an address; the SHA-256 is that of the right file.
        case download(address: String, hash: String)
    }

    /// Gets the bytes behind an address, or throws an error whose description says why not.
    package typealias Downloader = @Sendable (_ address: String) async throws -> [UInt8]

    /// The corpora of this catalogue, by name.
    package let entries: [Entry]
    /// The folder that keeps what was fetched.
    package let cache: URL
    private let download: Downloader

    /// The corpora that Varia knows, kept in the user's cache folder.
    package static let standard = CorpusCatalogue()

    /// - Parameter cache: the folder that keeps what is fetched; by default `defaultCache`.
    package init(
        entries: [Entry] = Self.standardEntries, cache: URL = Self.defaultCache,
        download: @escaping Downloader = { try await Download.bytes(at: $0) }
    ) {
        self.entries = entries
        self.cache = cache
        self.download = download
    }

    package static let standardEntries = [
        Entry(
            name: "grammar",
            summary: "scenes drawn from a small stochastic grammar, whose entropy is known exactly",
            byteCount: GrammarCorpus.standardCount, source: .builtIn),
        Entry(
            name: "tinyshakespeare",
            summary: "40,000 lines from Shakespeare's plays (Karpathy: char-rnn, 2015)",
            byteCount: 1_115_394,
            source: .download(
                address: "https://raw.githubusercontent.com/karpathy/char-rnn/master/data/"
                    + "tinyshakespeare/input.txt",
                hash: "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed")),
    ]

    /// `$VARIA_DATA`, else `$XDG_CACHE_HOME/varia`, else `~/.cache/varia`.
    package static var defaultCache: URL {
        let environment = ProcessInfo.processInfo.environment
        if let folder = environment["VARIA_DATA"], !folder.isEmpty {
            return URL(fileURLWithPath: folder, isDirectory: true)
        }
        let caches: URL =
            if let folder = environment["XDG_CACHE_HOME"], !folder.isEmpty {
                URL(fileURLWithPath: folder, isDirectory: true)
            } else {
                FileManager.default.homeDirectoryForCurrentUser.appendingPathComponent(".cache")
            }
        return caches.appendingPathComponent("varia", isDirectory: true)
    }

    /// The entry of a name, nil where there is none.
    package subscript(name: String) -> Entry? { entries.first { $0.name == name } }

    /// Whether a corpus can be loaded without a network.
    package func isPresent(_ entry: Entry) -> Bool {
        entry.source == .builtIn || FileManager.default.fileExists(atPath: file(of: entry).path)
    }

    /// Downloads a corpus into the cache, unless the right file is there already, and gives the
    /// file's path. Nothing is kept of a download that is not the expected file.
    ///
    /// - Throws: `CorpusError.notFetchable`, `.builtIn`, `.noNetwork`, `.wrongDownload` or
    ///   `.unwritable`.
    package func fetch(_ name: String) async throws(CorpusError) -> String {
        guard let entry = self[name] else {
            let known = entries.filter { $0.source != .builtIn }.map(\.name)
            throw .notFetchable(name, known: known)
        }
        guard case .download(let address, let hash) = entry.source else { throw .builtIn(name) }
        let file = file(of: entry)
        if let kept = try? Data(contentsOf: file), SHA256.hexDigest(of: kept) == hash {
            return file.path
        }
        let bytes: [UInt8]
        do { bytes = try await download(address) } catch {
            throw .noNetwork(address, reason: SystemReason.text(of: error))
        }
        guard bytes.count == entry.byteCount else {
            throw .wrongDownload(
                address, found: "\(bytes.count) bytes", expected: "\(entry.byteCount)")
        }
        let found = SHA256.hexDigest(of: bytes)
        guard found == hash else {
            throw .wrongDownload(address, found: "the SHA-256 \(found)", expected: hash)
        }
        do {
            try FileManager.default.createDirectory(at: cache, withIntermediateDirectories: true)
            try Data(bytes).write(to: file, options: .atomic)
        } catch {
            throw .unwritable(
                file.path, reason: SystemReason.text(of: error, writing: true))
        }
        return file.path
    }

    /// The bytes of a fetched corpus, checked against its hash.
    func fetchedBytes(of entry: Entry, hash: String) throws(CorpusError) -> [UInt8] {
        let path = file(of: entry).path
        guard isPresent(entry) else { throw .notFetched(entry.name) }
        let bytes = try CorpusText.bytes(ofFile: path)
        guard SHA256.hexDigest(of: bytes) == hash else { throw .damaged(path, name: entry.name) }
        return bytes
    }

    private func file(of entry: Entry) -> URL { cache.appendingPathComponent(entry.name + ".txt") }
}

import Foundation
import Testing

import Corpora

@Suite("The catalogue of corpora")
struct CorpusCatalogueTests {
    static let text = Array("To be, or not to be.\n".utf8)

    /// A catalogue with one corpus to download, in a folder of its own, and how often it asked.
    private func catalogue(
        sends answer: @escaping @Sendable () throws -> [UInt8]
    ) -> (catalogue: CorpusCatalogue, folder: URL) {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("catalogue-\(UUID().uuidString)", isDirectory: true)
        let catalogue = CorpusCatalogue(
            entries: [
                .init(name: "grammar", summary: "built in", byteCount: 1, source: .builtIn),
                .init(
                    name: "play", summary: "a play", byteCount: Self.text.count,
                    source: .download(
                        address: "https://example.org/play.txt",
                        hash: SHA256.hexDigest(of: Self.text))),
            ], cache: folder.appendingPathComponent("deep", isDirectory: true),
            download: { _ in try answer() })
        return (catalogue, folder)
    }

    private struct Offline: LocalizedError {
        var errorDescription: String? { "Could not resolve host." }
    }

    @Test("Fetching keeps the right file, and does not ask again")
    func fetches() async throws {
        let (catalogue, folder) = catalogue { Self.text }
        defer { try? FileManager.default.removeItem(at: folder) }
        let entry = try #require(catalogue["play"])
        #expect(!catalogue.isPresent(entry))
        #expect(throws: CorpusError.notFetched("play")) {
            try Corpus.load("play", catalogue: catalogue)
        }
        let path = try await catalogue.fetch("play")
        #expect(Array(try Data(contentsOf: URL(fileURLWithPath: path))) == Self.text)
        #expect(catalogue.isPresent(entry))
        #expect(try Corpus.load("play", catalogue: catalogue).byteCount == Self.text.count)
        let offline = CorpusCatalogue(
            entries: catalogue.entries, cache: catalogue.cache, download: { _ in throw Offline() })
        #expect(try await offline.fetch("play") == path)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: catalogue.cache.path)
                == ["play.txt"])
    }

    @Test("Without a network, one sentence says so, and nothing is kept")
    func offline() async throws {
        let (catalogue, folder) = catalogue { throw Offline() }
        defer { try? FileManager.default.removeItem(at: folder) }
        let error = await #expect(throws: CorpusError.self) { try await catalogue.fetch("play") }
        #expect(
            error?.description
                == "https://example.org/play.txt cannot be reached, and the corpus was not "
                + "fetched: Could not resolve host.")
        #expect(!FileManager.default.fileExists(atPath: folder.path))
    }

    @Test(
        "What has another size or other bytes is not kept",
        arguments: [
            (Array("<html>".utf8), "6 bytes"),
            (Array("To be, or not to bE.\n".utf8), "the SHA-256"),
        ])
    func wrongFile(sent: [UInt8], found: String) async throws {
        let (catalogue, folder) = catalogue { sent }
        defer { try? FileManager.default.removeItem(at: folder) }
        let error = await #expect(throws: CorpusError.self) { try await catalogue.fetch("play") }
        #expect(error?.description.contains("is not the expected file") == true)
        #expect(error?.description.contains("it has \(found)") == true)
        #expect(!FileManager.default.fileExists(atPath: folder.path))
    }

    @Test("A kept file that was changed is not loaded, and fetching replaces it")
    func damaged() async throws {
        let (catalogue, folder) = catalogue { Self.text }
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = try await catalogue.fetch("play")
        try Data("To be".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: CorpusError.damaged(path, name: "play")) {
            try Corpus.load("play", catalogue: catalogue)
        }
        _ = try await catalogue.fetch("play")
        #expect(try Corpus.load("play", catalogue: catalogue).byteCount == Self.text.count)
    }

    @Test("What cannot be fetched is refused with what can")
    func unknown() async {
        let (catalogue, _) = catalogue { Self.text }
        let unknown = await #expect(throws: CorpusError.self) {
            try await catalogue.fetch("hamlet")
        }
        #expect(
            unknown?.description
                == "There is no corpus \"hamlet\" to fetch; what can be fetched is \"play\".")
        let builtIn = await #expect(throws: CorpusError.self) {
            try await catalogue.fetch("grammar")
        }
        #expect(
            builtIn?.description
                == "The corpus \"grammar\" is built in, so there is nothing to fetch.")
    }

    @Test("A cache folder that cannot be made is named")
    func unwritable() async throws {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("catalogue-\(UUID().uuidString)")
        try Data("a file".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let (catalogue, _) = catalogue { Self.text }
        let blocked = CorpusCatalogue(
            entries: catalogue.entries, cache: file.appendingPathComponent("varia"),
            download: { _ in Self.text })
        let error = await #expect(throws: CorpusError.self) { try await blocked.fetch("play") }
        #expect(error?.description.hasPrefix("The corpus cannot be kept at \"\(file.path)") == true)
    }

    @Test("Varia knows the grammar and Tiny Shakespeare, with the size and hash of its file")
    func standard() throws {
        #expect(CorpusCatalogue.standard.entries.map(\.name) == ["grammar", "tinyshakespeare"])
        let shakespeare = try #require(CorpusCatalogue.standard["tinyshakespeare"])
        #expect(shakespeare.byteCount == 1_115_394)
        let grammar = try #require(CorpusCatalogue.standard["grammar"])
        #expect(CorpusCatalogue.standard.isPresent(grammar))
        #expect(grammar.byteCount == GrammarCorpus.standard.text.count)
    }
}

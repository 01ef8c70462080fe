import Corpora
import Foundation
import Testing

@Suite("Corpora")
struct CorpusTests {
    /// A folder that is gone when the closure ends.
    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("corpora-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    @Test("A split gives the first nine tenths to training, rounded down as nanoGPT does")
    func split() throws {
        #expect(try Split(count: 1_115_394).training == 0..<1_003_854)
        #expect(try Split(count: 1_115_394).validation == 1_003_854..<1_115_394)
        #expect(try Split(count: 10).training.count == 9)
        #expect(try Split(count: 11, validation: .fraction(0.5)).training.count == 5)
    }

    @Test("A fraction that leaves a part empty is refused", arguments: [0, 1, -0.1, 1.5, .nan])
    func fraction(fraction: Double) {
        let error = #expect(throws: CorpusError.self) {
            try Split(count: 10, validation: .fraction(fraction))
        }
        #expect(error?.description.contains("should lie between 0 and 1") == true)
    }

    @Test("The parts cover all tokens, in order, whatever the fraction")
    func cover() throws {
        for count in 1...60 {
            for fraction in [0.01, 0.1, 0.25, 0.5, 0.9] {
                let split = try Split(count: count, validation: .fraction(fraction))
                #expect(Array(split[.training]) + Array(split[.validation]) == Array(0..<count))
            }
        }
    }

    @Test("A file is found in the given folder, by its whole path, and as characters or bytes")
    func file() throws {
        try withFolder { folder in
            let text = "Caf\u{e9}s and caf\u{e9}s.\n"
            let file = folder.appendingPathComponent("text.txt")
            try Data(text.utf8).write(to: file)
            let corpus = try Corpus.load("text.txt", relativeTo: folder)
            #expect(corpus.tokenizer.decode(corpus.tokens.map { Int($0) }) == text)
            #expect(corpus.byteCount == text.utf8.count)
            #expect(corpus.tokens.count == text.unicodeScalars.count)
            #expect(corpus.hash == SHA256.hexDigest(of: text))
            #expect(corpus.floor == nil)
            let bytes = try Corpus.load(file.path, tokenizer: .byte)
            #expect(bytes.tokens.count == text.utf8.count)
            #expect(bytes.hash == corpus.hash)
            #expect(try Corpus.load(file.path, padding: true).tokenizer.paddingToken != nil)
        }
    }

    @Test("What is no usable text file is refused with a sentence that names it")
    func refusals() throws {
        try withFolder { folder in
            func sentence(_ name: String) throws -> String {
                let error = #expect(throws: CorpusError.self) {
                    try Corpus.load(name, relativeTo: folder)
                }
                return try #require(error).description
            }
            func write(_ bytes: [UInt8], _ name: String) throws -> String {
                let file = folder.appendingPathComponent(name)
                try Data(bytes).write(to: file)
                return file.standardizedFileURL.path
            }
            let missing = try sentence("gramar")
            #expect(missing.hasPrefix("There is no corpus \"gramar\": "))
            #expect(missing.contains(folder.standardizedFileURL.path + "/gramar"))
            #expect(missing.hasSuffix("nor one of the names \"grammar\" and \"tinyshakespeare\"."))
            #expect(try sentence(".").hasSuffix("is a folder, but should be a text file."))
            let empty = try write([], "empty.txt")
            #expect(
                try sentence("empty.txt")
                    == "The corpus file \"\(empty)\" is empty, but should hold text.")
            _ = try write([72, 105, 0xFF, 33], "latin1.txt")
            #expect(
                try sentence("latin1.txt")
                    == "The corpus file \"latin1.txt\" is not UTF-8 text (byte 2, counted from 0, "
                    + "is where it goes wrong); convert it, or set tokenizer to \"byte\".")
            #expect(
                try Corpus.load("latin1.txt", relativeTo: folder, tokenizer: .byte).tokens
                    == [72, 105, 0xFF, 33])
        }
    }

    @Test("A part that is shorter than a block and a token more is refused by its name")
    func blocks() throws {
        let corpus = try corpus(training: 90, validation: 10)
        try corpus.validate(blockSize: 9)
        let error = #expect(throws: CorpusError.self) { try corpus.validate(blockSize: 10) }
        #expect(
            error == .tooShort("test", part: .validation, count: 10, blockSize: 10))
    }

    @Test("The grammar is loaded by name and knows its floor, of characters and of bytes alike")
    func grammar() throws {
        let corpus = try Corpus.load("grammar")
        let floor = try #require(corpus.floor)
        let validation = corpus.split.validation
        #expect(floor == GrammarCorpus.standard.floor(of: validation.dropFirst()))
        #expect(try Corpus.load("grammar", tokenizer: .byte).floor == floor)
        let half = try Corpus.load("grammar", validation: .fraction(0.5))
        #expect(half.floor != floor && half.hash == corpus.hash)
    }

    @Test("A description tells sizes, vocabulary, split, hash, floor and the first lines")
    func describes() throws {
        let corpus = try Corpus.load("grammar")
        let description = CorpusDescription(of: corpus, lines: 2)
        #expect(description.byteCount == GrammarCorpus.standardCount)
        #expect(
            description.trainingTokens + description.validationTokens == description.tokenCount)
        #expect(description.firstLines.count == 2)
        let text = description.description
        for part in [corpus.hash, "nats per token", "\n    Scene: the ", "\\n !\"'"] {
            #expect(text.contains(part), "\(part)")
        }
    }
}

import Corpora
import Foundation
import Testing

@Suite("Tokenizers")
struct TokenizerTests {
    /// "e" with an accent of its own and as one character, two kinds of line ends, and an emoji of
    /// several scalars.
    static let text = "Caf\u{65}\u{301} caf\u{e9}\r\nna\u{ef}ve \u{1F469}\u{200D}\u{1F680}\n\0"

    static let tokenizers = [
        Tokenizer.bytes,
        Tokenizer(charactersOf: text.unicodeScalars),
        Tokenizer(charactersOf: text.unicodeScalars, padding: true),
    ]

    @Test("Decoding what was encoded gives the very same scalars", arguments: tokenizers)
    func roundTrip(tokenizer: Tokenizer) throws {
        let tokens = try tokenizer.encode(Self.text)
        #expect(tokens.allSatisfy { 0..<tokenizer.vocabularySize ~= Int($0) })
        let decoded = tokenizer.decode(tokens.map { Int($0) })
        #expect(Array(decoded.unicodeScalars) == Array(Self.text.unicodeScalars))
    }

    @Test("A character vocabulary is what occurs in the text, sorted")
    func vocabulary() throws {
        let tokenizer = Tokenizer(charactersOf: "banana\n".unicodeScalars)
        #expect(tokenizer.alphabet == ["\n", "a", "b", "n"])
        #expect(tokenizer.vocabularySize == 4)
        #expect(try tokenizer.encode("nab\n") == [3, 1, 2, 0])
        #expect(tokenizer.lineEnd == 0)
        #expect(Tokenizer(charactersOf: "ban".unicodeScalars).lineEnd == nil)
        #expect(tokenizer.paddingToken == nil)
    }

    @Test("A padding token comes last, shifts no other token and stands for no text")
    func padding() throws {
        let plain = Tokenizer(charactersOf: "abc".unicodeScalars)
        let padded = Tokenizer(charactersOf: "abc".unicodeScalars, padding: true)
        #expect(padded.vocabularySize == 4 && padded.paddingToken == 3)
        #expect(try padded.encode("cab") == plain.encode("cab"))
        #expect(padded.decode([3, 0, 3, 1]) == "ab")
    }

    @Test("Bytes have 257 tokens, the last of which is padding")
    func bytes() throws {
        #expect(Tokenizer.bytes.vocabularySize == 257)
        #expect(Tokenizer.bytes.paddingToken == 256)
        #expect(try Tokenizer.bytes.encode("\u{e9}") == [0xC3, 0xA9])
        #expect(Tokenizer.bytes.decode([256, 72, 105]) == "Hi")
        #expect(Tokenizer.bytes.decode([72, 0xC3, 105]) == "H\u{FFFD}i")
    }

    @Test("A character outside the vocabulary is named, with its place and the vocabulary")
    func unknownCharacter() {
        let tokenizer = Tokenizer(charactersOf: "abc\n".unicodeScalars)
        let error = #expect(throws: CorpusError.self) { _ = try tokenizer.encode("ab\u{e9}") }
        #expect(
            error?.description
                == "The character \"\u{e9}\" (U+00E9) at position 2, counted from 0, is not in the "
                + "vocabulary of the corpus, which is \\nabc.")
    }

    @Test("A tokenizer survives JSON, as a checkpoint holds it", arguments: tokenizers)
    func codable(tokenizer: Tokenizer) throws {
        let data = try JSONEncoder().encode(tokenizer)
        let copy = try JSONDecoder().decode(Tokenizer.self, from: data)
        #expect(copy == tokenizer)
        #expect(copy.vocabularySize == tokenizer.vocabularySize)
        #expect(try copy.encode(Self.text) == tokenizer.encode(Self.text))
    }

    @Test(
        "A description that no tokenizer has is refused",
        arguments: [
            #"{"kind": "char", "alphabet": "aba", "padding": false}"#,
            #"{"kind": "char", "padding": false}"#,
            #"{"kind": "byte", "alphabet": "ab", "padding": true}"#,
            #"{"kind": "word", "padding": false}"#,
        ])
    func refusesDescription(json: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Tokenizer.self, from: Data(json.utf8))
        }
    }
}

import Corpora
import Tensors
import Testing

@Suite("Word overlap")
struct WordOverlapTests {
    @Test("words are runs of letters, marks and digits")
    func words() {
        #expect("".words.isEmpty && " .,'-\n".words.isEmpty)
        #expect(
            "KING RICHARD II:\nI'll go-no 2 miles.".words == [
                "KING", "RICHARD", "II", "I", "ll", "go", "no", "2", "miles",
            ])
        #expect(
            "Où çà? cafe\u{301}s; 東京\u{FFFD}x".words == [
                "Où", "çà", "cafe\u{301}s", "東京", "x",
            ])
    }

    @Test("the share is that of different words, by their case, found anywhere in the corpus")
    func share() {
        let overlap = WordOverlap(corpus: "The cat sat on the mat.")
        #expect(WordOverlap(corpus: "a b").vocabulary == ["a", "b"])
        #expect(overlap.vocabulary == ["The", "cat", "sat", "on", "the", "mat"])
        #expect(overlap.share(of: "the cat, the cat, the dog") == 2.0 / 3)
        #expect(overlap.share(of: "THE the The") == 2.0 / 3)
        #expect(overlap.share(of: "at c") == 0, "a part of a word is none")
        #expect(overlap.share(of: "mat") == 1)
        #expect(overlap.share(of: " \n!") == 0)
    }

    @Test("all parts of a corpus count, by characters and by bytes")
    func corpus() throws {
        for kind in Tokenizer.Kind.allCases {
            let corpus = try Corpus(
                name: "é", bytes: Array("où est le café noir".utf8), tokenizer: kind,
                validation: .fraction(0.5), test: .fraction(0.25))
            #expect(WordOverlap(corpus).vocabulary == ["où", "est", "le", "café", "noir"])
        }
    }

    @Test("the words of a corpus are those of its text, whatever its bytes are")
    func bytes() throws {
        let stream = RandomStream(seed: 4, purpose: .test)
        // Letters, spaces, and pieces of longer characters in and out of place.
        let pieces: [UInt8] = [
            0x61, 0x62, 0x20, 0xC3, 0xA9, 0xE6, 0x9D, 0xB1, 0xF0, 0x9F, 0x9A, 0x80, 0xFF, 0xED,
        ]
        for round in 0..<200 {
            let bytes = (0..<60).map {
                pieces[stream.integer(at: UInt64(60 * round + $0), below: pieces.count)]
            }
            let corpus = try Corpus(name: "noise", bytes: bytes, tokenizer: .byte)
            let text = corpus.tokenizer.decode(corpus.tokens.map { Int($0) })
            #expect(WordOverlap(corpus).vocabulary == WordOverlap(corpus: text).vocabulary)
        }
    }
}

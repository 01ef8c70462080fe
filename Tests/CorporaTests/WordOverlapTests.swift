import Corpora
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

    @Test("both parts of a corpus count, by characters and by bytes")
    func corpus() throws {
        for kind in Tokenizer.Kind.allCases {
            let corpus = try Corpus(
                name: "é", bytes: Array("où est le café noir".utf8), tokenizer: kind,
                validation: .fraction(0.5))
            #expect(WordOverlap(corpus).vocabulary == ["où", "est", "le", "café", "noir"])
        }
    }
}

import Corpora
import Testing
import VariaKit

@Suite("A text that is shown while it is written")
struct SampleStreamTests {
    /// The pieces that are shown, the last of them once the text has ended.
    private func pieces(_ tokens: [Int], _ tokenizer: Tokenizer) -> [String] {
        var pieces: [String] = []
        var stream = SampleStream(prompt: ">", tokenizer) { pieces.append($0) }
        for token in tokens { stream.add(token) }
        stream.end()
        return pieces
    }

    @Test("is in the end the text that the tokens are, whatever bytes they are")
    func whole() {
        let texts: [[UInt8]] = [
            Array("plain".utf8), Array("h\u{e9} \u{4f60}\u{597d}\u{1F600}.".utf8), [0xE4],
            [0xFF, 0x20],
            [0xE4, 0xBD, 0x41, 0x80, 0xC3], Array((UInt8.min...UInt8.max)),
        ]
        for bytes in texts {
            let tokens = bytes.map { Int($0) }
            let shown = pieces(tokens, .bytes).joined()
            #expect(shown == ">" + Tokenizer.bytes.decode(tokens) + "\n")
        }
    }

    @Test("is shown token by token, with the prompt before the first, and characters whole")
    func gradual() throws {
        let letters = Tokenizer(charactersOf: "ab".unicodeScalars)
        #expect(pieces([0, 1, 0], letters).filter { !$0.isEmpty } == [">", "a", "b", "a", "\n"])
        let accent = Array("\u{e9}x".utf8).map { Int($0) }
        #expect(
            pieces(accent, .bytes).filter { !$0.isEmpty } == [">", "\u{e9}x", "\n"])
    }
}

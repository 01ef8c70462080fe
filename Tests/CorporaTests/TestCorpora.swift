import Corpora
import Tensors

/// A corpus of bytes whose training part has so many tokens and whose validation part the others;
/// its tokens are random, or count up from 0 where `counting`.
func corpus(training: Int, validation: Int, counting: Bool = false) throws -> Corpus {
    let count = training + validation
    let stream = RandomStream(seed: 7, purpose: .test, name: "corpus")
    let bytes = (0..<count).map {
        UInt8(truncatingIfNeeded: counting ? $0 : stream.integer(at: UInt64($0), below: 256))
    }
    // Half a token more makes the floor of the product fall on the right side.
    return try Corpus(
        name: "test", bytes: bytes, tokenizer: .byte,
        validation: .fraction(1 - (Double(training) + 0.5) / Double(count)))
}

/// What the grammar's rules run along: a text that is being written, or one that is being read.
///
/// The rules are written once, in `GrammarPlay`. Where they choose, the tape knows what is chosen:
/// a writer draws it, a reader sees it in the text.
package protocol GrammarTape {
    /// Why the rules cannot be followed any further.
    associatedtype Stop: Error

    /// Whether the text ends before the next scene.
    var isAtEnd: Bool { get }

    /// Goes over the text of one of the options, and says what that option means.
    mutating func take<Meaning>(_ choice: Choice<Meaning>) throws(Stop) -> Meaning

    /// Goes over text that the rules allow no alternative to.
    mutating func pass(_ text: [UInt8]) throws(Stop)
}

extension GrammarTape {
    package mutating func pass(_ text: String) throws(Stop) { try pass(Array(text.utf8)) }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Reads a text by the grammar's rules, and finds how probable each of its characters is.
///
/// It works on any text, also on one that ends within a word: at each character it keeps the
/// options that agree with the text so far.
package struct GrammarReader: GrammarTape {
    /// Why the rules cannot be followed any further along a text.
    package enum Stop: Error, Hashable {
        /// The text ends within a scene.
        case end
        /// The grammar has no text with this character here, counted from 0.
        case mismatch(offset: Int)
    }

    private let text: [UInt8]
    /// For each character read, the logarithm of its probability given all characters before it.
    package private(set) var logProbabilities: [Double] = []

    package init(_ text: [UInt8]) { self.text = text }

    package var isAtEnd: Bool { logProbabilities.count == text.count }

    package mutating func pass(_ text: [UInt8]) throws(Stop) {
        for character in text {
            guard try next() == character else { throw .mismatch(offset: logProbabilities.count) }
            logProbabilities.append(0)
        }
    }

    package mutating func take<Meaning>(_ choice: Choice<Meaning>) throws(Stop) -> Meaning {
        var live = Array(0..<choice.count)
        var before = choice.weight
        var depth = 0
        while true {
            let character = try next()
            live.removeAll {
                choice.characters[choice.range(of: $0).lowerBound + depth] != character
            }
            guard !live.isEmpty else { throw .mismatch(offset: logProbabilities.count) }
            let weight = live.reduce(0) { $0 + choice.weights[$1] }
            logProbabilities.append(log(weight / before))
            before = weight
            depth += 1
            if let taken = live.first(where: { choice.range(of: $0).count == depth }) {
                return choice.meanings[taken]
            }
        }
    }

    private func next() throws(Stop) -> UInt8 {
        guard !isAtEnd else { throw .end }
        return text[logProbabilities.count]
    }
}

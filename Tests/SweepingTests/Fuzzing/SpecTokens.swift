/// A spec cut into pieces that, one after another, are the text again: names, numbers, strings,
/// marks, blanks and comments. Any text can be cut.
struct SpecTokens {
    enum Kind { case name, number, string, mark, blank }

    struct Token {
        let kind: Kind
        var text: String
    }

    var tokens: [Token] = []

    init(_ text: String) {
        var rest = Substring(text)
        while let first = rest.first {
            let kind: Kind
            let length: Int
            switch first {
            case "\"", "'":
                kind = .string
                let inside = rest.dropFirst().prefix { $0 != first }
                length = min(rest.count, inside.count + 2)
            case _ where first.isWhitespace:
                kind = .blank
                length = rest.prefix { $0.isWhitespace }.count
            case "/" where rest.hasPrefix("//"):
                kind = .blank
                length = rest.prefix { !$0.isNewline }.count
            case _ where first.isNumber || "+-.".contains(first):
                kind = .number
                length = rest.prefix { $0.isNumber || $0.isLetter || "+-.".contains($0) }.count
            case _ where first.isLetter || first == "_":
                kind = .name
                length = rest.prefix { $0.isLetter || $0.isNumber || "_-.".contains($0) }.count
            default:
                kind = .mark
                length = 1
            }
            tokens.append(Token(kind: kind, text: String(rest.prefix(length))))
            rest = rest.dropFirst(length)
        }
    }

    var text: String { tokens.map(\.text).joined() }

    /// The places of tokens that say something.
    var places: [Int] { tokens.indices.filter { tokens[$0].kind != .blank } }

    /// The places of tokens of some kinds.
    func places(of kinds: Kind...) -> [Int] {
        tokens.indices.filter { kinds.contains(tokens[$0].kind) }
    }
}

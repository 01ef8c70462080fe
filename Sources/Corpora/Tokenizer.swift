/// Turns text into token ids and back.
///
/// A character is a Unicode scalar: scalars can be put in one order everywhere, and any text is
/// exactly the sequence of its scalars (a grapheme such as "\r\n" or "é" may be one or two).
package struct Tokenizer: Sendable {
    /// What one token stands for.
    package enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        /// A character of the corpus; the vocabulary is what occurs in it, sorted.
        case character = "char"
        /// A byte of the text's UTF-8 form; the vocabulary is 256 bytes and the padding token.
        case byte
    }

    package let kind: Kind
    /// The characters by token id; empty for bytes.
    package let alphabet: [Unicode.Scalar]
    /// The token that stands for no text (and for an empty prompt), the last of all; nil where there
    /// is none.
    package let paddingToken: Int?
    /// The number of different tokens, the padding token included.
    package let vocabularySize: Int

    private let places: CharacterTable

    /// The tokenizer of bytes: 256 values and a padding token, 257 in all.
    package static let bytes = Tokenizer(kind: .byte, alphabet: [], padding: true)

    /// The tokenizer of the characters that occur in a text, with a padding token on request.
    package init(charactersOf text: some Sequence<Unicode.Scalar>, padding: Bool = false) {
        self.init(
            kind: .character, alphabet: CharacterTable.alphabet(of: text), padding: padding)
    }

    init(kind: Kind, alphabet: [Unicode.Scalar], padding: Bool) {
        self.kind = kind
        self.alphabet = alphabet
        let count = kind == .byte ? 256 : alphabet.count
        paddingToken = padding ? count : nil
        vocabularySize = padding ? count + 1 : count
        places = CharacterTable(alphabet)
    }

    /// The tokens of a text.
    ///
    /// - Throws: `CorpusError.unknownCharacter` for a character outside the vocabulary.
    package func encode(_ text: String) throws(CorpusError) -> [Int32] {
        switch kind {
        case .byte: return text.utf8.map { Int32($0) }
        case .character: return try encode(Array(text.unicodeScalars))
        }
    }

    /// The token of the end of a line; nil where the vocabulary has none.
    package var lineEnd: Int32? { (try? encode("\n"))?.first }

    func encode(_ characters: [Unicode.Scalar]) throws(CorpusError) -> [Int32] {
        var tokens: [Int32] = []
        tokens.reserveCapacity(characters.count)
        for (position, character) in characters.enumerated() {
            guard let token = places[character] else {
                throw .unknownCharacter(character, position: position, alphabet: alphabet)
            }
            tokens.append(token)
        }
        return tokens
    }

    /// The text of tokens. Tokens that stand for no text (padding, ids past the vocabulary) give
    /// none; bytes that are no valid UTF-8 give U+FFFD.
    package func decode(_ tokens: some Sequence<Int>) -> String {
        switch kind {
        case .byte:
            return String(
                decoding: tokens.filter { 0..<256 ~= $0 }.map { UInt8($0) }, as: UTF8.self)
        case .character:
            var text = String.UnicodeScalarView()
            text.append(contentsOf: tokens.filter(alphabet.indices.contains).map { alphabet[$0] })
            return String(text)
        }
    }
}

extension Tokenizer {
    /// The characters of `decode`, one by one, so that a long text is never in one piece. Bytes
    /// that are no valid UTF-8 give U+FFFD, though not always as many of them.
    func characters(of tokens: some Sequence<Int32>) -> AnyIterator<Unicode.Scalar> {
        switch kind {
        case .byte:
            var bytes = tokens.lazy.filter { 0..<256 ~= $0 }.map { UInt8($0) }.makeIterator()
            var decoder = UTF8()
            return AnyIterator {
                switch decoder.decode(&bytes) {
                case .scalarValue(let character): character
                case .error: "\u{FFFD}"
                case .emptyInput: nil
                }
            }
        case .character:
            let alphabet = alphabet
            var characters = tokens.lazy.filter { alphabet.indices.contains(Int($0)) }
                .map { alphabet[Int($0)] }.makeIterator()
            return AnyIterator { characters.next() }
        }
    }
}

extension Tokenizer: Hashable {
    package static func == (a: Tokenizer, b: Tokenizer) -> Bool {
        a.kind == b.kind && a.alphabet == b.alphabet && a.paddingToken == b.paddingToken
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(alphabet)
        hasher.combine(paddingToken)
    }
}

extension Tokenizer: Codable {
    private enum CodingKeys: String, CodingKey {
        case kind, alphabet, padding
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let kind = try values.decode(Kind.self, forKey: .kind)
        let text = try values.decodeIfPresent(String.self, forKey: .alphabet) ?? ""
        let padding = try values.decode(Bool.self, forKey: .padding)
        let alphabet = Array(text.unicodeScalars)
        guard Set(alphabet).count == alphabet.count, alphabet.isEmpty == (kind == .byte) else {
            throw DecodingError.dataCorruptedError(
                forKey: .alphabet, in: values,
                debugDescription: "A character tokenizer lists each of its characters once.")
        }
        self.init(kind: kind, alphabet: alphabet, padding: padding)
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(kind, forKey: .kind)
        if kind == .character {
            var text = String.UnicodeScalarView()
            text.append(contentsOf: alphabet)
            try values.encode(String(text), forKey: .alphabet)
        }
        try values.encode(paddingToken != nil, forKey: .padding)
    }
}

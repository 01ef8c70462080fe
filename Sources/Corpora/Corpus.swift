/// A text as tokens, cut into a training part, a validation part and, where asked for, a test part.
package struct Corpus: Sendable {
    /// The name or the path under which it was asked for.
    package let name: String
    /// Where its file was found, as a whole path; nil for what is known by name.
    package let path: String?
    /// The SHA-256 of the text's bytes, in hexadecimal digits.
    package let hash: String
    /// The number of bytes of the text.
    package let byteCount: Int
    package let tokenizer: Tokenizer
    /// Those of the whole text, or of its beginning where the corpus was given a length. Characters
    /// have the numbers that they have in the whole text.
    package let tokens: [Int32]
    package let split: Split
    /// The lowest mean loss, in nats per token, that the validation part allows a model that knows
    /// how the text arose and sees all of it that came before; nil where that is not known.
    ///
    /// It is the mean over all tokens of the part but its first, which no model predicts.
    package let floor: Double?

    /// Makes a corpus of bytes.
    ///
    /// - Parameter length: How many tokens of the beginning are used; nil for all.
    /// - Throws: `CorpusError.empty`, `.notUTF8`, `.length`, `.splitSize` or `.noTrainingPart`.
    package init(
        name: String, bytes: [UInt8], tokenizer kind: Tokenizer.Kind = .character,
        padding: Bool = false, length: Int? = nil, validation: Split.Size = .fraction(0.1),
        test: Split.Size? = nil
    ) throws(CorpusError) {
        try self.init(
            CorpusText(name: name, bytes: bytes), tokenizer: kind, padding: padding,
            length: length, validation: validation, test: test)
    }

    /// Makes a corpus of a text.
    ///
    /// - Parameters:
    ///   - length: How many tokens of the beginning are used; nil for all.
    ///   - test: The size of a part that nothing is chosen by; nil for none.
    /// - Throws: `CorpusError.empty`, `.notUTF8`, `.length`, `.splitSize` or `.noTrainingPart`.
    package init(
        _ text: CorpusText, tokenizer kind: Tokenizer.Kind, padding: Bool, length: Int?,
        validation: Split.Size, test: Split.Size?
    ) throws(CorpusError) {
        guard !text.bytes.isEmpty else { throw .empty(text.name) }
        name = text.name
        path = text.path
        hash = text.hash
        byteCount = text.bytes.count
        var tokens: [Int32]
        switch kind {
        case .byte:
            tokenizer = .bytes
            tokens = text.bytes.map { Int32($0) }
        case .character:
            let characters = try Self.characters(of: text.bytes, name: text.name)
            tokenizer = Tokenizer(charactersOf: characters, padding: padding)
            tokens = try tokenizer.encode(characters)
        }
        if let length {
            guard 1...tokens.count ~= length else {
                throw .length(name, asked: length, count: tokens.count)
            }
            tokens.removeLast(tokens.count - length)
        }
        self.tokens = tokens
        split = try Split(count: tokens.count, validation: validation, test: test)
        self.floor = split.validation.count > 1 ? text.floor?(split.validation.dropFirst()) : nil
    }

    /// The floor for a model's losses; nil where it scores a choice of the tokens only, for which
    /// the mean over all of them is no bound.
    package func floor(for predict: PredictedTargets) -> Double? {
        switch predict {
        case .every: floor
        case .last: nil
        }
    }

    /// The tokens of a part.
    package func tokens(of part: Split.Part) -> ArraySlice<Int32> { tokens[split[part]] }

    /// The tokens of a part that holds a block of blockSize tokens and one to predict.
    ///
    /// - Throws: `CorpusError.tooShort` where it does not.
    package func tokens(
        of part: Split.Part, forBlocksOf blockSize: Int
    ) throws(CorpusError) -> ArraySlice<Int32> {
        let tokens = tokens(of: part)
        guard tokens.count > blockSize else {
            throw .tooShort(name, part: part, count: tokens.count, blockSize: blockSize)
        }
        return tokens
    }

    /// Checks that all parts hold a block of blockSize tokens and one to predict.
    ///
    /// - Throws: `CorpusError.tooShort`.
    package func validate(blockSize: Int) throws(CorpusError) {
        for part in split.parts { _ = try tokens(of: part, forBlocksOf: blockSize) }
    }

    private static func characters(
        of bytes: [UInt8], name: String
    ) throws(CorpusError) -> [Unicode.Scalar] {
        // A parser takes the most part of the time to load a text, which most texts can spare.
        if bytes.allSatisfy({ $0 < 0x80 }) { return bytes.map { Unicode.Scalar($0) } }
        var characters: [Unicode.Scalar] = []
        characters.reserveCapacity(bytes.count)
        var offset = 0
        var rest = bytes.makeIterator()
        var parser = Unicode.UTF8.ForwardParser()
        while true {
            switch parser.parseScalar(from: &rest) {
            case .valid(let encoded):
                offset += encoded.count
                characters.append(Unicode.UTF8.decode(encoded))
            case .error: throw .notUTF8(name, offset: offset)
            case .emptyInput: return characters
            }
        }
    }
}

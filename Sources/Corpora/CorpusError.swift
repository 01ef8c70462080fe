/// What can be wrong with a corpus or with what is asked of it.
package enum CorpusError: Error, Hashable, Sendable {
    case missing(String, lookedAt: [String], known: [String])
    case notFetched(String)
    case directory(String)
    case unreadable(String, reason: String)
    case empty(String)
    case notUTF8(String, offset: Int)
    case tooShort(String, part: Split.Part, count: Int, blockSize: Int)
    case splitSize(Split.Part, Split.Size)
    case noTrainingPart(count: Int, validation: Int, test: Int)
    case length(String, asked: Int, count: Int)
    case evaluationStride(Int, blockSize: Int)
    case unknownCharacter(Unicode.Scalar, position: Int, alphabet: [Unicode.Scalar])
    case builtIn(String)
    case damaged(String, name: String)
    case notFetchable(String, known: [String])
    case noNetwork(String, reason: String)
    case wrongDownload(String, found: String, expected: String)
    case unwritable(String, reason: String)
}

extension CorpusError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let name, let paths, let known):
            "There is no corpus \"\(name)\": it is neither a file "
                + "(looked at \(list(paths, "and"))) nor one of the names "
                + "\(list(known.map { "\"\($0)\"" }, "and"))."
        case .notFetched(let name):
            "The corpus \"\(name)\" is not on this machine yet; "
                + "`varia data fetch \(name)` downloads it."
        case .directory(let path):
            "The corpus \"\(path)\" is a folder, but should be a text file."
        case .unreadable(let path, let reason):
            "The corpus file \"\(path)\" cannot be read: \(reason)."
        case .empty(let path):
            "The corpus file \"\(path)\" is empty, but should hold text."
        case .notUTF8(let path, let offset):
            "The corpus file \"\(path)\" is not UTF-8 text (byte \(offset), counted from 0, is "
                + "where it goes wrong); convert it, or set tokenizer to \"byte\"."
        case .tooShort(let name, let part, let count, let blockSize):
            "The \(part) part of the corpus \"\(name)\" has \(tokens(count)), but a blockSize "
                + "of \(blockSize) needs at least \(blockSize + 1)."
        case .splitSize(let part, .fraction(let fraction)):
            "The \(part) fraction is \(fraction), but should lie between 0 and 1, "
                + "both excluded; 0.1 is usual."
        case .splitSize(let part, .tokens(let tokens)):
            "The \(part) part is to have \(self.tokens(tokens)), but should have at least 1."
        case .noTrainingPart(let count, let validation, let test):
            "The validation part is to have \(validation) "
                + (test > 0 ? "and the test part \(test) " : "")
                + "of \(tokens(count)), which leaves none for training."
        case .length(let name, let asked, let count):
            "The length is \(asked), but should be from 1 to \(count), the tokens of the corpus "
                + "\"\(name)\"."
        case .evaluationStride(let stride, let blockSize):
            "The evaluationStride is \(stride), but should lie between 1 and the blockSize, "
                + "\(blockSize), so that no token is left out."
        case .unknownCharacter(let character, let position, let alphabet):
            "The character \(name(of: character)) at position \(position), counted from 0, is not "
                + "in the vocabulary of the corpus, which is \(visibleText(alphabet, limit: 128))."
        case .builtIn(let name):
            "The corpus \"\(name)\" is built in, so there is nothing to fetch."
        case .damaged(let path, let name):
            "The file \"\(path)\" is not what was fetched as \"\(name)\"; "
                + "`varia data fetch \(name)` fetches it again."
        case .notFetchable(let name, let known):
            "There is no corpus \"\(name)\" to fetch; "
                + "what can be fetched is \(list(known.map { "\"\($0)\"" }, "and"))."
        case .noNetwork(let address, let reason):
            "\(address) cannot be reached, and the corpus was not fetched: \(reason)."
        case .wrongDownload(let address, let found, let expected):
            "What \(address) sent is not the expected file and was not kept: "
                + "it has \(found), but should have \(expected)."
        case .unwritable(let path, let reason):
            "The corpus cannot be kept at \"\(path)\": \(reason)."
        }
    }

    private func tokens(_ count: Int) -> String { count == 1 ? "1 token" : "\(count) tokens" }

    private func list(_ words: [String], _ conjunction: String) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "nothing" }
        return words.dropLast().joined(separator: ", ") + " \(conjunction) " + last
    }

    private func name(of character: Unicode.Scalar) -> String {
        let hexadecimal = String(character.value, radix: 16, uppercase: true)
        let code = "U+" + String(repeating: "0", count: max(0, 4 - hexadecimal.count)) + hexadecimal
        return character.properties.isWhitespace || character.value < 0x20
            ? code : "\"\(character)\" (\(code))"
    }
}

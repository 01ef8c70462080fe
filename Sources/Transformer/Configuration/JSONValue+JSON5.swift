package import Foundation

/// Reading JSON5 by Foundation, and more strictly than it: a key may stand only once in an object,
/// and errors say where the mistake is.
extension JSONValue {
    /// Reads JSON5.
    ///
    /// - Parameter source: What error messages call the text, such as a file's path.
    /// - Throws: `ConfigurationError` where the text is not JSON5, or gives a key twice.
    package init(json5 data: Data, source: String) throws(ConfigurationError) {
        guard let text = String(data: data, encoding: .utf8) else {
            throw ConfigurationError(
                source: source, path: "", problem: .malformed("its bytes are not UTF-8"))
        }
        do {
            self = try Self.decoded(text)
        } catch {
            throw Self.located(error, in: text, source: source)
        }
        try Self.refuseRepetition(in: text, source: source, path: "")
    }

    /// Reads a value as a command line or a variant's name spells it: JSON5 where it is, otherwise
    /// a string, so that `4`, `true`, `[1, 2]`, `relu` and `"relu"` all say what they look like.
    ///
    /// - Parameters:
    ///   - source: What error messages call the place of the text, such as "--set".
    ///   - path: The keys that lead to the value.
    /// - Throws: `ConfigurationError` for an object that gives a key twice.
    package init(
        argument text: String, source: String, path: String
    ) throws(ConfigurationError) {
        guard let value = try? Self.decoded(text) else {
            self = .string(text)
            return
        }
        try Self.refuseRepetition(in: text, source: source, path: path)
        self = value
    }

    private static func decoded(_ text: String) throws -> JSONValue {
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        return try decoder.decode(JSONValue.self, from: Data(text.utf8))
    }

    private static func refuseRepetition(
        in text: String, source: String, path: String
    ) throws(ConfigurationError) {
        guard let found = JSON5Outline(text, path: path).repetition else { return }
        // In a text of one line, the line says nothing, and neither does the first one if it is
        // the same.
        let hasLines =
            text.trimmingCharacters(in: .whitespacesAndNewlines).contains(where: \.isNewline)
        throw ConfigurationError(
            source: source, line: hasLines ? found.line : nil, path: found.path,
            problem: .repeated(firstLine: found.firstLine < found.line ? found.firstLine : nil))
    }

    /// What was wrong, and where. JSONDecoder says no more of malformed JSON5 than that it is; a
    /// number or a string that it cannot represent looks to it like a value of the wrong type.
    private static func located(
        _ error: any Error, in text: String, source: String
    ) -> ConfigurationError {
        let line = firstImpossibleLine(of: text)
        let reason: String
        if case DecodingError.typeMismatch(_, let context) = error {
            let path = context.codingPath.map(\.stringValue).joined(separator: ".")
            reason =
                "the value of '\(path)' holds a number that is out of range, or a string with a "
                + "line break or an impossible escape"
        } else if line != nil {
            reason =
                "here, or just before, a bracket, a comma, a colon or a quotation mark is missing, "
                + "or one is too many"
        } else if let opening = JSON5Outline(text).openings.last {
            reason = "it ends before the \(opening.mark) of line \(opening.line) is closed"
        } else {
            reason = "it holds no value"
        }
        return ConfigurationError(source: source, line: line, path: "", problem: .malformed(reason))
    }

    /// The first line with which the text can no longer become JSON5, whatever might follow; nil
    /// where each line can be followed, and the text ends too early.
    private static func firstImpossibleLine(of text: String) -> Int? {
        var ends = text.indices.filter { ["\n", "\r", "\r\n"].contains(text[$0]) }
            .map { text.index(after: $0) }
        if ends.last != text.endIndex { ends.append(text.endIndex) }
        // What follows an impossible line is impossible too.
        var possible = 0
        var impossible = ends.count
        while possible < impossible {
            let middle = (possible + impossible) / 2
            if isBeginning(String(text[..<ends[middle]])) {
                possible = middle + 1
            } else {
                impossible = middle
            }
        }
        return possible < ends.count ? possible + 1 : nil
    }

    /// Whether some lines can be completed: as they are, by a value, or by a value for their last
    /// key, once all that is open is closed.
    private static func isBeginning(_ text: String) -> Bool {
        let outline = JSON5Outline(text)
        return ["", "0", ": 0"].contains { (try? decoded(text + outline.ending(with: $0))) != nil }
    }
}

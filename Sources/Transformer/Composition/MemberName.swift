/// A member as a composition's name spells it: `bottleneck(divisor=4)`.
struct MemberName: Hashable {
    /// As it is spelled, options included.
    let text: String
    let variant: String
    private(set) var options: [String: JSONValue]

    /// Reads a composition's name: members joined by `+`, each with options in parentheses.
    ///
    /// - Throws: `CompositionError.malformed`, or `.option` for an option's value.
    static func members(of name: String) throws(CompositionError) -> [MemberName] {
        var result: [MemberName] = []
        for part in try split(name, at: "+", of: name) {
            result.append(try MemberName(part, of: name))
        }
        return result
    }

    /// The text of an option's value that is read back as that value.
    static func argument(_ value: JSONValue) -> String {
        guard case .string(let text) = value else { return value.description }
        let isPlain = text.allSatisfy { $0.isLetter || $0.isNumber || "-_.".contains($0) }
        let read = try? JSONValue(argument: text, source: "", path: "")
        return isPlain && read == value ? text : value.description
    }

    private init(_ text: String, of name: String) throws(CompositionError) {
        self.text = text
        guard let open = text.firstIndex(of: "(") else {
            variant = try Self.checked(text, of: name)
            options = [:]
            return
        }
        guard text.last == ")" else {
            throw .malformed(name: name, reason: "'\(text)' does not end in ')'")
        }
        variant = try Self.checked(String(text[..<open]).trimmed, of: name)
        options = [:]
        let inside = String(text[text.index(after: open)..<text.index(before: text.endIndex)])
        guard !inside.trimmed.isEmpty else { return }
        for option in try Self.split(inside, at: ",", of: name) {
            guard let equals = option.firstIndex(of: "=") else {
                throw .malformed(
                    name: name, reason: "'\(option)' should have the form 'option=value'")
            }
            let key = String(option[..<equals]).trimmed
            let value = String(option[option.index(after: equals)...]).trimmed
            guard options[key] == nil else {
                throw .malformed(name: name, reason: "the option '\(key)' is given twice")
            }
            do {
                options[key] = try JSONValue(argument: value, source: text, path: key)
            } catch {
                throw self.error(InvalidOption(error.path, error.problem))
            }
        }
    }

    /// An error about an option that the name sets.
    func error(_ invalid: InvalidOption) -> CompositionError {
        .option(
            member: text,
            reason: invalid.problem.clause(
                about: "the option '\(invalid.option)'", noun: "option"))
    }

    private static func checked(
        _ variant: String, of name: String
    ) throws(CompositionError) -> String {
        guard !variant.isEmpty else {
            throw .malformed(name: name, reason: "a variant's name is missing")
        }
        return variant
    }

    /// The parts between separators that stand outside of brackets and quotes.
    private static func split(
        _ text: String, at separator: Character, of name: String
    ) throws(CompositionError) -> [String] {
        var parts = [""]
        var depth = 0
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil }
            } else if "\"'".contains(character) {
                quote = character
            } else if "([{".contains(character) {
                depth += 1
            } else if ")]}".contains(character) {
                depth -= 1
            } else if character == separator, depth == 0 {
                parts.append("")
                continue
            }
            parts[parts.count - 1].append(character)
        }
        guard depth == 0, quote == nil else {
            throw .malformed(name: name, reason: "its brackets or quotes do not match")
        }
        return parts.map(\.trimmed)
    }
}

extension String {
    /// Without spaces at either end.
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}

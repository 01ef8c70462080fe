package import Foundation

/// A JSON value. Whole numbers are told apart from others, so that a count is never read from 1.5.
package enum JSONValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// Reads JSON5.
    ///
    /// - Parameter source: What error messages call the text, such as a file's path.
    /// - Throws: `ConfigurationError` where the text is not JSON5.
    package init(json5 data: Data, source: String) throws(ConfigurationError) {
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        do {
            self = try decoder.decode(JSONValue.self, from: data)
        } catch {
            throw ConfigurationError(
                source: source, path: "", problem: .malformed(Self.reason(error)))
        }
    }

    /// Reads a value as a command line or a variant's name spells it: JSON5 where it is, otherwise
    /// a string, so that `4`, `true`, `[1, 2]`, `relu` and `"relu"` all say what they look like.
    package init(argument text: String) {
        let value = try? JSONValue(json5: Data(text.utf8), source: "")
        self = value ?? .string(text)
    }

    /// The members of an object; nil for another value.
    package var members: [String: JSONValue]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// The elements of an array; nil for another value.
    package var elements: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// What was wrong. JSONDecoder says no more of malformed JSON5 than that it is; a number that
    /// fits no type looks to it like a value of the wrong type.
    private static func reason(_ error: any Error) -> String {
        guard case DecodingError.typeMismatch(_, let context) = error else {
            return "check its brackets, commas and quotation marks"
        }
        let path = context.codingPath.map(\.stringValue).joined(separator: ".")
        return "the value of '\(path)' holds a number that is out of range"
    }
}

extension JSONValue: CustomStringConvertible {
    /// Compact JSON with sorted keys: the same text for equal values.
    package var description: String {
        switch self {
        case .null: "null"
        case .boolean(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .string(let value): Self.quoted(value)
        case .array(let elements): "[" + elements.map(\.description).joined(separator: ", ") + "]"
        case .object(let members):
            "{"
                + members.sorted { $0.key < $1.key }
                .map { Self.quoted($0.key) + ": " + $0.value.description }
                .joined(separator: ", ") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

extension JSONValue: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Int.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .boolean(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}

/// Reads JSON5 (json5.org, version 1.0.0), and says at which line and column a text stops being it.
///
/// Foundation's decoder reads JSON5 too, but on Linux it gives no place for a mistake, and takes a
/// key that is given twice.
struct JSON5Parser {
    /// Where and why a text is not JSON5: a clause.
    struct Failure: Error { let reason: String }

    /// Deep enough for any configuration, and shallow enough for any stack.
    private static let deepestNesting = 256

    let scalars: [Unicode.Scalar]
    var index = 0
    private var depth = 0

    private init(_ text: String) { scalars = Array(text.unicodeScalars) }

    static func parse(_ text: String) throws(Failure) -> JSONValue {
        var parser = JSON5Parser(text)
        let value = try parser.value()
        try parser.skipSpace()
        guard parser.index == parser.scalars.count else {
            throw parser.unexpected("the end of the text")
        }
        return value
    }

    var current: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    /// A failure at the current place, where something else was expected.
    func unexpected(_ expected: String) -> Failure {
        let found = current.map { "'\($0)'" } ?? "the end of the text"
        return failure("\(expected) is expected, not \(found)")
    }

    func failure(_ reason: String) -> Failure {
        let before = scalars[..<index]
        let line = before.count { $0 == "\n" } + 1
        let column = before.reversed().prefix { $0 != "\n" }.count + 1
        return Failure(reason: "at line \(line), column \(column), \(reason)")
    }

    private mutating func value() throws(Failure) -> JSONValue {
        try skipSpace()
        guard let first = current else { throw unexpected("a value") }
        switch first {
        case "{": return try nested { (parser) throws(Failure) in try parser.object() }
        case "[": return try nested { (parser) throws(Failure) in try parser.array() }
        case "\"", "'": return .string(try string())
        case "0"..."9", ".", "+", "-": return try number()
        default:
            let start = index
            let word = identifier()
            switch word {
            case "true": return .boolean(true)
            case "false": return .boolean(false)
            case "null": return .null
            case "Infinity", "NaN":
                index = start
                return try number()
            default:
                index = start
                throw unexpected("a value")
            }
        }
    }

    private mutating func nested(
        _ body: (inout JSON5Parser) throws(Failure) -> JSONValue
    ) throws(Failure) -> JSONValue {
        guard depth < Self.deepestNesting else {
            throw failure("brackets are nested more than \(Self.deepestNesting) deep")
        }
        depth += 1
        defer { depth -= 1 }
        index += 1
        return try body(&self)
    }

    private mutating func object() throws(Failure) -> JSONValue {
        var members: [String: JSONValue] = [:]
        try skipSpace()
        while current != "}" {
            let start = index
            let key = try self.key()
            guard members[key] == nil else {
                index = start
                throw failure("the key '\(key)' is given twice")
            }
            try skipSpace()
            guard current == ":" else { throw unexpected("':' after the key '\(key)'") }
            index += 1
            members[key] = try value()
            try separator(before: "}")
        }
        index += 1
        return .object(members)
    }

    private mutating func key() throws(Failure) -> String {
        if current == "\"" || current == "'" { return try string() }
        let name = identifier()
        guard !name.isEmpty else { throw unexpected("a key or '}'") }
        return name
    }

    private mutating func array() throws(Failure) -> JSONValue {
        var elements: [JSONValue] = []
        try skipSpace()
        while current != "]" {
            elements.append(try value())
            try separator(before: "]")
        }
        index += 1
        return .array(elements)
    }

    /// Passes a comma, which the last element may leave out.
    private mutating func separator(before close: Unicode.Scalar) throws(Failure) {
        try skipSpace()
        if current == "," {
            index += 1
            try skipSpace()
        } else if current != close {
            throw unexpected("',' or '\(close)'")
        }
    }

    /// A name without quotes; empty where there is none.
    private mutating func identifier() -> String {
        var name = String.UnicodeScalarView()
        while let scalar = current {
            let isStart = scalar.properties.isAlphabetic || scalar == "_" || scalar == "$"
            guard isStart || (!name.isEmpty && scalar.properties.numericType != nil) else { break }
            name.append(scalar)
            index += 1
        }
        return String(name)
    }

    /// Passes white space and comments.
    mutating func skipSpace() throws(Failure) {
        while let scalar = current {
            if scalar.properties.isWhitespace || scalar == "\u{FEFF}" {
                index += 1
            } else if scalar == "/", scalars[index...].starts(with: "//".unicodeScalars) {
                while index < scalars.count, scalars[index] != "\n" { index += 1 }
            } else if scalar == "/", scalars[index...].starts(with: "/*".unicodeScalars) {
                try skipComment()
            } else {
                return
            }
        }
    }

    private mutating func skipComment() throws(Failure) {
        let start = index
        index += 2
        while !scalars[index...].starts(with: "*/".unicodeScalars) {
            guard index < scalars.count else {
                index = start
                throw failure("a comment starts and does not end")
            }
            index += 1
        }
        index += 2
    }
}

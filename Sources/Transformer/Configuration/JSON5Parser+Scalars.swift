/// Strings and numbers.
extension JSON5Parser {
    /// A string in single or double quotes.
    mutating func string() throws(Failure) -> String {
        let start = index
        let quote = current
        index += 1
        var text = String.UnicodeScalarView()
        while let scalar = current, scalar != quote {
            guard scalar != "\n" else { break }
            index += 1
            if scalar == "\\" {
                try appendEscape(to: &text)
            } else {
                text.append(scalar)
            }
        }
        guard current == quote else {
            index = start
            throw failure("a string starts and does not end on its line")
        }
        index += 1
        return String(text)
    }

    private mutating func appendEscape(to text: inout String.UnicodeScalarView) throws(Failure) {
        guard let scalar = current else { return }
        index += 1
        switch scalar {
        case "b": text.append("\u{8}")
        case "f": text.append("\u{C}")
        case "n": text.append("\n")
        case "r": text.append("\r")
        case "t": text.append("\t")
        case "v": text.append("\u{B}")
        case "0": text.append("\0")
        case "x":
            let value = try hexadecimal(2)
            text.append(try unicode(value))
        case "u":
            let value = try codePoint()
            text.append(try unicode(value))
        case "\n": break
        default: text.append(scalar)
        }
    }

    /// The code point of `\uXXXX`, or of a surrogate pair of them.
    private mutating func codePoint() throws(Failure) -> UInt32 {
        let high = try hexadecimal(4)
        guard (0xD800..<0xDC00).contains(high),
            scalars[index...].starts(with: "\\u".unicodeScalars)
        else { return high }
        index += 2
        let low = try hexadecimal(4)
        guard (0xDC00..<0xE000).contains(low) else { return high }
        return 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
    }

    private func unicode(_ value: UInt32) throws(Failure) -> Unicode.Scalar {
        guard let scalar = Unicode.Scalar(value) else {
            throw failure("half of a surrogate pair stands alone")
        }
        return scalar
    }

    private mutating func hexadecimal(_ count: Int) throws(Failure) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<count {
            guard let digit = current.flatMap({ Character($0).hexDigitValue }) else {
                throw unexpected("a hexadecimal digit")
            }
            value = value << 4 + UInt32(digit)
            index += 1
        }
        return value
    }

    /// A number: whole where it is written without point and exponent, and fits.
    mutating func number() throws(Failure) -> JSONValue {
        let start = index
        var text = ""
        while let scalar = current, isPartOfNumber(scalar, after: text) {
            text.unicodeScalars.append(scalar)
            index += 1
        }
        guard let value = Self.number(text) else {
            index = start
            throw failure("'\(text)' is not a number")
        }
        return value
    }

    private func isPartOfNumber(_ scalar: Unicode.Scalar, after text: String) -> Bool {
        switch scalar {
        case "+", "-": text.isEmpty || text.last == "e" || text.last == "E"
        case ".": true
        default: Character(scalar).isLetter || Character(scalar).isNumber
        }
    }

    private static func number(_ text: String) -> JSONValue? {
        let isNegative = text.hasPrefix("-")
        let digits = isNegative || text.hasPrefix("+") ? String(text.dropFirst()) : text
        if digits.lowercased().hasPrefix("0x") {
            return Int((isNegative ? "-" : "") + digits.dropFirst(2), radix: 16)
                .map { .integer($0) }
        }
        if digits == "Infinity" { return .number(isNegative ? -.infinity : .infinity) }
        if digits == "NaN" { return .number(.nan) }
        // Swift's own readers take more than JSON5 does, such as "inf".
        guard let first = digits.first, first.isNumber || first == ".",
            digits.contains(where: \.isNumber),
            digits.allSatisfy({ $0.isASCII && ($0.isNumber || ".eE+-".contains($0)) })
        else { return nil }
        if let whole = Int(text) { return .integer(whole) }
        var decimal = digits.hasPrefix(".") ? "0" + digits : digits
        if let point = decimal.firstIndex(of: "."),
            decimal.index(after: point) == decimal.endIndex
                || !decimal[decimal.index(after: point)].isNumber
        {
            decimal.insert("0", at: decimal.index(after: point))
        }
        return Double((isNegative ? "-" : "") + decimal).map { .number($0) }
    }
}

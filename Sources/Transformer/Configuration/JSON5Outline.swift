import Foundation

/// Where the keys of a JSON5 text stand, and what is open at its end.
///
/// This is no parser: Foundation decides what JSON5 is and what it says. It tells what Foundation
/// does not, and takes any text without complaint.
package struct JSON5Outline {
    /// A key that its object has already.
    package struct Repetition: Hashable, Sendable {
        /// The keys that lead to it, and itself.
        package let path: String
        package let line: Int
        package let firstLine: Int
    }

    /// A bracket, a quotation mark or a comment that has no end.
    struct Opening {
        /// As a sentence names it.
        let mark: String
        let line: Int
        /// What would end it.
        let end: String
    }

    private struct Container {
        let opening: Opening
        let isObject: Bool
        /// The lines of an object's keys.
        var lines: [String: Int] = [:]
        /// The key whose value is under way; nil where one is awaited.
        var key: String?
        /// The elements before the one that is under way.
        var index = 0
    }

    /// The first key that is given twice.
    package private(set) var repetition: Repetition?
    private let scalars: [Unicode.Scalar]
    private let path: String
    private var place = 0
    private var line = 1
    private var containers: [Container] = []
    private var unfinished: Opening?

    /// - Parameter path: The keys that lead to the whole.
    package init(_ text: String, path: String = "") {
        scalars = Array(text.unicodeScalars)
        self.path = path
        while let scalar = current { read(scalar) }
    }

    /// What is open at the end of the text, from the outermost in.
    var openings: [Opening] { containers.map(\.opening) + (unfinished.map { [$0] } ?? []) }

    /// A text that ends what is open, with something before the closing brackets.
    func ending(with value: String) -> String {
        // A line break ends a comment that goes to the end of the line.
        (unfinished?.end ?? "\n") + value
            + containers.reversed().map(\.opening.end).joined()
    }

    private var current: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    private mutating func read(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "{", "[": open(scalar)
        case "}", "]":
            _ = containers.popLast()
            advance()
        case ",":
            if !containers.isEmpty {
                containers[containers.count - 1].key = nil
                containers[containers.count - 1].index += 1
            }
            advance()
        case "\"", "'": readQuoted(scalar)
        case "/" where startsComment: skipComment()
        case ":": advance()
        case _ where scalar.properties.isWhitespace: advance()
        default: readBare()
        }
    }

    private mutating func advance() {
        let isBreak =
            scalars[place] == "\n"
            || scalars[place] == "\r" && (place + 1 == scalars.count || scalars[place + 1] != "\n")
        if isBreak { line += 1 }
        place += 1
    }

    private mutating func open(_ scalar: Unicode.Scalar) {
        let isObject = scalar == "{"
        let opening = Opening(mark: "'\(scalar)'", line: line, end: isObject ? "}" : "]")
        containers.append(Container(opening: opening, isObject: isObject))
        advance()
    }

    /// A string: a key where one is awaited.
    private mutating func readQuoted(_ quote: Unicode.Scalar) {
        let start = (place: place, line: line)
        advance()
        while let scalar = current, scalar != quote {
            // What is escaped, a quotation mark or a line break, is part of the string.
            if scalar == "\\", place + 1 < scalars.count { advance() }
            advance()
        }
        guard current != nil else {
            unfinished = Opening(mark: "quotation mark", line: start.line, end: "\(quote)")
            return
        }
        advance()
        noteKey(unescaped(scalars[start.place..<place]), line: start.line)
    }

    /// A number, a name or whatever else: a key where one is awaited.
    private mutating func readBare() {
        let start = place
        while let scalar = current, !"{}[],:\"'".unicodeScalars.contains(scalar), !startsComment,
            !scalar.properties.isWhitespace
        { advance() }
        noteKey(string(scalars[start..<place]), line: line)
    }

    private var startsComment: Bool {
        scalars[place] == "/" && place + 1 < scalars.count
            && "/*".unicodeScalars.contains(scalars[place + 1])
    }

    private mutating func skipComment() {
        let start = line
        let isBlock = scalars[place + 1] == "*"
        place += 2
        while let scalar = current {
            if !isBlock, scalar == "\n" || scalar == "\r" { return }
            if isBlock, scalar == "*", place + 1 < scalars.count, scalars[place + 1] == "/" {
                place += 2
                return
            }
            advance()
        }
        if isBlock { unfinished = Opening(mark: "comment", line: start, end: "*/") }
    }

    private mutating func noteKey(_ key: String, line: Int) {
        guard let last = containers.indices.last, containers[last].isObject,
            containers[last].key == nil
        else { return }
        containers[last].key = key
        guard let firstLine = containers[last].lines.updateValue(line, forKey: key) else { return }
        guard repetition == nil else { return }
        repetition = Repetition(
            path: joined(innermostPath, key), line: line, firstLine: firstLine)
    }

    /// The keys that lead to the innermost container. Worked out only where it is asked for: in a
    /// text of many thousand brackets, their paths would take gigabytes.
    private var innermostPath: String {
        containers.dropLast().reduce(path) { path, outer in
            outer.isObject ? joined(path, outer.key) : "\(path)[\(outer.index)]"
        }
    }

    private func joined(_ path: String, _ key: String?) -> String {
        [path, key ?? ""].filter { !$0.isEmpty }.joined(separator: ".")
    }

    private func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    /// What a quoted text says. A name without quotation marks has no escapes: Foundation reads a
    /// backslash in it as itself.
    private func unescaped(_ literal: ArraySlice<Unicode.Scalar>) -> String {
        guard literal.contains("\\") else { return string(literal.dropFirst().dropLast()) }
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        let text = string(literal)
        return (try? decoder.decode(String.self, from: Data(text.utf8))) ?? text
    }
}

/// A configuration that cannot be: the facts, which `description` puts into one sentence.
package struct ConfigurationError: Error, Hashable, Sendable {
    /// What is wrong with a key or its value.
    package enum Problem: Hashable, Sendable {
        /// The text is not JSON5; a clause that says why.
        case malformed(String)
        /// The key stands in its object already; the line where it does first.
        case repeated(firstLine: Int?)
        /// Nobody reads this key.
        case unknownKey(nearest: String?, known: [String])
        /// The key must be there, with such a value.
        case missing(expected: String)
        /// The value has the wrong type, or is outside what is allowed.
        case impossible(found: String, expected: String, nearest: String? = nil)
        /// Keys that are possible one by one do not go together; a clause that says why.
        case inconsistent(String)
    }

    /// Where the value comes from: a file's path, or "--set".
    package var source: String
    /// The line of a text where the mistake is, where it is known.
    package var line: Int?
    /// The keys that lead to the value, such as `base.layers` or `grid.heads[1]`; empty for the
    /// whole.
    package var path: String
    package var problem: Problem

    package init(source: String, line: Int? = nil, path: String, problem: Problem) {
        self.source = source
        self.line = line
        self.path = path
        self.problem = problem
    }
}

extension ConfigurationError: CustomStringConvertible {
    /// One sentence.
    package var description: String {
        let place = [source.isEmpty ? nil : source, line.map { "line \($0)" }]
            .compactMap(\.self).joined(separator: ", ")
        let subject = path.isEmpty ? "the value" : "the key '\(path)'"
        let clause =
            if case .inconsistent(let reason) = problem, path.isEmpty {
                reason
            } else {
                problem.clause(about: subject, noun: "key")
            }
        return ((place.isEmpty ? "" : place + ": ") + clause + ".").readable
    }
}

extension ConfigurationError.Problem {
    /// A clause that says what is wrong.
    ///
    /// - Parameters:
    ///   - subject: Such as "the key 'base.layers'".
    ///   - noun: What the subject is, such as "key".
    func clause(about subject: String, noun: String) -> String {
        switch self {
        case .malformed(let reason):
            return "this is not JSON5: \(reason)"
        case .repeated(let firstLine):
            let first = firstLine.map { ", for the first time on line \($0)" } ?? ""
            return "\(subject) is given twice\(first); keep one of them"
        case .unknownKey(let nearest, let known):
            let hint =
                if let nearest {
                    "the nearest known \(noun) is '\(nearest)'"
                } else if known.isEmpty {
                    "no \(noun)s are known here"
                } else {
                    "the known \(noun)s are " + known.map { "'\($0)'" }.joined(separator: ", ")
                }
            return "\(subject) is unknown; \(hint)"
        case .missing(let expected):
            return "\(subject) is missing; it should be \(expected)"
        case .impossible(let found, let expected, let nearest):
            let hint = nearest.map { "; the nearest is '\($0)'" } ?? ""
            return "\(subject) is \(found), but should be \(expected)\(hint)"
        case .inconsistent(let reason):
            return "\(subject): \(reason)"
        }
    }
}

/// A configuration that cannot be: the facts, which `description` puts into one sentence.
package struct ConfigurationError: Error, Hashable, Sendable {
    /// What is wrong with a key or its value.
    package enum Problem: Hashable, Sendable {
        /// The text is not JSON5; the reason comes from its reader.
        case malformed(String)
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
    /// The keys that lead to the value, such as `base.layers` or `grid.heads[1]`; empty for the
    /// whole.
    package var path: String
    package var problem: Problem

    package init(source: String, path: String, problem: Problem) {
        self.source = source
        self.path = path
        self.problem = problem
    }
}

extension ConfigurationError: CustomStringConvertible {
    /// One sentence.
    package var description: String {
        let place = source.isEmpty ? "" : source + ": "
        let key = path.isEmpty ? "the value" : "the key '\(path)'"
        switch problem {
        case .malformed(let reason):
            return place + "this is not JSON5: \(reason)."
        case .unknownKey(let nearest, let known):
            let hint =
                if let nearest {
                    "the nearest known key is '\(nearest)'"
                } else if known.isEmpty {
                    "no keys are known here"
                } else {
                    "the known keys are " + known.map { "'\($0)'" }.joined(separator: ", ")
                }
            return place + "\(key) is unknown; \(hint)."
        case .missing(let expected):
            return place + "\(key) is missing; it should be \(expected)."
        case .impossible(let found, let expected, let nearest):
            let hint = nearest.map { "; the nearest is '\($0)'" } ?? ""
            return place + "\(key) is \(found), but should be \(expected)\(hint)."
        case .inconsistent(let reason):
            return place + (path.isEmpty ? "" : "\(key): ") + reason + "."
        }
    }
}

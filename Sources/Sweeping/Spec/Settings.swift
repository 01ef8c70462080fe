package import Transformer

/// Values by key, each with the place where somebody wrote it, so that an error found anywhere
/// later can name that place.
package struct Settings: Sendable {
    /// A file and the keys in it that lead to a value, or "--set" and the key.
    package struct Origin: Hashable, Sendable {
        package let source: String
        /// The keys that lead to the key.
        package let path: String
        /// Where the key has a list, each of whose values is meant by itself: the place of this one.
        package let element: Int?

        package init(source: String, path: String, element: Int? = nil) {
            self.source = source
            self.path = path
            self.element = element
        }

        /// The keys that lead to the value.
        var valuePath: String { path + (element.map { "[\($0)]" } ?? "") }
        /// The place of the key, whatever its value.
        var ofKey: Origin { Origin(source: source, path: path) }
    }

    /// A value and who wrote it.
    package struct Entry: Sendable {
        package let value: JSONValue
        package let origin: Origin
    }

    package private(set) var entries: [String: Entry] = [:]
    /// Where errors place what nobody wrote.
    package let source: String

    /// No settings.
    package init(source: String) { self.source = source }

    /// Arguments of the form `key=value`.
    ///
    /// - Throws: `ConfigurationError` for an argument without a key or a value, and for a key that
    ///   is given twice, of which nobody could say which one counts.
    package init(arguments: [String]) throws(ConfigurationError) {
        self.init(source: Self.argumentSource)
        for argument in arguments {
            guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex,
                argument.index(after: equals) != argument.endIndex
            else {
                throw ConfigurationError(
                    source: Self.argumentSource, path: "",
                    problem: .impossible(
                        found: "'\(argument)'", expected: "of the form key=value"))
            }
            let key = String(argument[..<equals])
            let value = try JSONValue(
                argument: String(argument[argument.index(after: equals)...]),
                source: Self.argumentSource, path: key)
            guard entries[key] == nil else {
                throw ConfigurationError(
                    source: Self.argumentSource, path: key, problem: .repeated(firstLine: nil))
            }
            set(key, to: value, origin: Origin(source: Self.argumentSource, path: key))
        }
    }

    package subscript(key: String) -> JSONValue? { entries[key]?.value }

    package var keys: [String] { entries.keys.sorted() }

    package var values: [String: JSONValue] { entries.mapValues(\.value) }

    package mutating func set(_ key: String, to value: JSONValue, origin: Origin) {
        entries[key] = Entry(value: value, origin: origin)
    }

    package mutating func remove(_ key: String) { entries[key] = nil }

    /// Lays other settings over these: a key there replaces this one, and also the key that it
    /// stands in the place of, as `batchTokens` does for `batch`.
    package mutating func overlay(_ upper: Settings) {
        for (key, entry) in upper.entries {
            if let other = TrialConfig.alternatives[key], upper.entries[other] == nil {
                entries[other] = nil
            }
            entries[key] = entry
        }
    }

    /// An error that a reader of `values` threw, at the place where its key was written.
    package func located(_ error: ConfigurationError) -> ConfigurationError {
        guard let origin = entries[error.path]?.origin else {
            return error.source.isEmpty
                ? ConfigurationError(source: source, path: error.path, problem: error.problem)
                : error
        }
        // What is wrong with a key is not the fault of one of its values.
        let path = if case .unknownKey = error.problem { origin.path } else { origin.valuePath }
        return ConfigurationError(source: origin.source, path: path, problem: error.problem)
    }

    /// An error of another kind that the value of a key has caused.
    package func located(_ reason: String, at key: String) -> ConfigurationError {
        let origin = entries[key]?.origin ?? Origin(source: source, path: key)
        let clause = reason.hasSuffix(".") ? String(reason.dropLast()) : reason
        return ConfigurationError(
            source: origin.source, path: origin.valuePath, problem: .inconsistent(clause))
    }

    package static let argumentSource = "--set"
}

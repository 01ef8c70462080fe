package import Foundation

/// Reads an object of a configuration, strictly. It remembers which keys were asked for, so that
/// `finish` can refuse the others.
///
/// A getter gives nil for a key that is absent, and throws `ConfigurationError` for a value of the
/// wrong type or outside what is allowed. `null` is a value like others, and right only where a key
/// takes it.
package final class ConfigurationReader {
    /// What error messages call the configuration: a file's path, or "--set".
    package let source: String
    /// The keys that lead to this object; empty at the top.
    package let path: String
    private let members: [String: JSONValue]
    private var known: [String] = []

    /// Reads an object that is already parsed.
    package init(_ members: [String: JSONValue], source: String, path: String = "") {
        self.members = members
        self.source = source
        self.path = path
    }

    /// Reads a value that must be an object.
    package convenience init(
        _ value: JSONValue, source: String, path: String = ""
    ) throws(ConfigurationError) {
        guard case .object(let members) = value else {
            throw ConfigurationError(
                source: source, path: path,
                problem: .impossible(found: value.description, expected: "an object"))
        }
        self.init(members, source: source, path: path)
    }

    /// Reads the text of a JSON5 file.
    package convenience init(json5 data: Data, source: String) throws(ConfigurationError) {
        try self.init(JSONValue(json5: data, source: source), source: source)
    }

    /// The keys that are present, sorted.
    package var keys: [String] { members.keys.sorted() }

    /// The keys that are present and that no getter has asked for yet, sorted.
    package var unreadKeys: [String] { keys.filter { !known.contains($0) } }

    /// Whether a key is present with the value null.
    package func isNull(_ key: String) -> Bool { value(key) == .null }

    /// A value of any type.
    package func value(_ key: String) -> JSONValue? {
        if !known.contains(key) { known.append(key) }
        return members[key]
    }

    /// Refuses the keys that no getter has asked for.
    ///
    /// - Parameter others: Keys that somebody else reads.
    package func finish(besides others: some Sequence<String> = []) throws(ConfigurationError) {
        let known = known + others
        for key in keys where !known.contains(key) {
            throw error(
                key,
                .unknownKey(
                    nearest: Transformer.nearest(to: key, among: known), known: known.sorted()))
        }
    }

    /// An error about a key of this object.
    package func error(_ key: String, _ problem: ConfigurationError.Problem) -> ConfigurationError {
        ConfigurationError(source: source, path: pathOf(key), problem: problem)
    }

    /// The keys that lead to a key of this object.
    package func pathOf(_ key: String) -> String { path.isEmpty ? key : path + "." + key }
}

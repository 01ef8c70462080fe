import Foundation
import Transformer

/// What tells two trials apart, by what the metadata of their files say.
struct TrialDifferences {
    /// Such as "steps: 20 there, 30 here". None where nothing is known, and where the same
    /// configuration computes something else by now.
    let clauses: [String]

    /// - Parameters:
    ///   - there: The metadata of the file that was found.
    ///   - here: Those of a file as it would be written.
    init(there: [String: String], here: [String: String]) {
        let (found, wanted) = (Self.members(there), Self.members(here))
        // Of a file that says nothing of a key, nothing is known to differ.
        guard !found.isEmpty else {
            clauses = []
            return
        }
        clauses = Set(found.keys).union(wanted.keys).sorted().compactMap { key in
            guard found[key] != wanted[key] else { return nil }
            func text(_ value: JSONValue?) -> String { value?.description ?? "not set" }
            return "\(key): \(text(found[key])) there, \(text(wanted[key])) here"
        }
    }

    /// The keys of a trial's configuration, and what its data are.
    private static func members(_ metadata: [String: String]) -> [String: JSONValue] {
        func object(_ key: String) -> [String: JSONValue] {
            let text = Data((metadata[key] ?? "").utf8)
            return (try? JSONDecoder().decode([String: JSONValue].self, from: text)) ?? [:]
        }
        var members = object("model").merging(object("training")) { $1 }
        for key in ["variant", "corpus"] { members[key] = metadata[key].map { .string($0) } }
        let data = object("data")
        for part in ["training", "validation", "test"] {
            members["tokens of the \(part) part"] = data[part]
        }
        members["SHA-256 of the text"] = data["hash"]
        return members
    }
}

import Foundation

/// Why a training cannot go on from the files in its folder, and what to do about it.
package struct UnusableFiles: Error, Hashable, Sendable, CustomStringConvertible {
    /// A whole sentence.
    package let reason: String
    /// What stands in the way of starting over.
    package let files: [String]

    init(_ reason: any Error, files: [URL]) {
        self.reason = "\(reason)"
        self.files = files.map(\.path)
    }

    /// Two sentences.
    package var description: String {
        let names = files.map { "'\($0)'" }
        let list =
            [names.dropLast().joined(separator: ", "), names.last ?? ""]
            .filter { !$0.isEmpty }.joined(separator: " and ")
        return "\(reason) To start over, remove \(list)."
    }
}

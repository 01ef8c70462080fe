import Corpora
package import Foundation

/// The system refused to read or write a file.
package struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried.
    package enum Operation: String, Hashable, Sendable { case read, write }

    package let file: String
    package let operation: Operation
    /// The system's error number.
    package let code: Int32

    package init(writing file: URL, code: Int32) {
        self.file = file.path
        operation = .write
        self.code = code
    }

    package init(reading file: URL, code: Int32) {
        self.file = file.path
        operation = .read
        self.code = code
    }

    /// Whether there is no such file: neither it nor, where a file stands in its place, its folder.
    package var isAbsence: Bool { code == ENOENT || code == ENOTDIR }

    /// Whether a folder has the file's name.
    package var isOfFolder: Bool { code == EISDIR }

    /// One sentence.
    package var description: String {
        "The file '\(file)' cannot be \(operation == .read ? "read" : "written"): \(reason)."
    }

    /// Why, as a clause.
    package var reason: String { SystemReason.text(code, writing: operation == .write) }
}

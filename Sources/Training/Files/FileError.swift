package import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

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

    /// One sentence.
    package var description: String {
        "The file '\(file)' cannot be \(operation == .read ? "read" : "written"): \(reason)."
    }

    private var reason: String {
        switch code {
        case ENOENT where operation == .read: "there is no such file"
        case ENOENT: "its folder does not exist"
        case ENOTDIR: "a file stands where a folder should be"
        case EACCES, EPERM: "permission is denied"
        case EROFS: "the file system is read-only"
        case ENOSPC: "the disk is full"
        case EISDIR: "it is a folder"
        default: String(cString: strerror(code))
        }
    }
}

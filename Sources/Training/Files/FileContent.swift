package import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension URL {
    /// The file of this name in the folder; `appendingPathComponent` alone asks the system each time
    /// whether it is a folder.
    package func file(_ name: String) -> URL {
        appendingPathComponent(name, isDirectory: false)
    }
}

/// Whole files, read with errors that say what is wrong.
package enum FileContent {
    /// All bytes of a file.
    ///
    /// - Throws: `FileError`.
    package static func read(_ file: URL) throws(FileError) -> Data {
        var status = stat()
        guard stat(file.path, &status) == 0 else { throw FileError(reading: file, code: errno) }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw FileError(reading: file, code: EISDIR)
        }
        guard access(file.path, R_OK) == 0 else { throw FileError(reading: file, code: errno) }
        do { return try Data(contentsOf: file) } catch {
            throw FileError(reading: file, code: EIO)
        }
    }

    /// Makes a folder, and those above it, unless it is there.
    ///
    /// - Throws: `FileError` where the system refuses, or something else has the name.
    package static func makeFolder(_ folder: URL) throws(FileError) {
        var status = stat()
        if stat(folder.path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else {
                throw FileError(writing: folder, code: ENOTDIR)
            }
            return
        }
        let parent = folder.deletingLastPathComponent()
        if parent.path != folder.path { try makeFolder(parent) }
        guard mkdir(folder.path, 0o755) == 0 || errno == EEXIST else {
            throw FileError(writing: folder, code: errno)
        }
    }
}

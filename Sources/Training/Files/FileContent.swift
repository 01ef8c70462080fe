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
        // One that is replaced at this moment, on a network, is there at the second look.
        if let data = try? Data(contentsOf: file) { return data }
        do { return try Data(contentsOf: file) } catch {
            throw FileError(reading: file, code: code(of: error))
        }
    }

    /// All bytes of a file; nil where there is none. One that may not be read is not absent.
    ///
    /// - Throws: `FileError`.
    package static func readIfPresent(_ file: URL) throws(FileError) -> Data? {
        do { return try read(file) } catch {
            guard error.isAbsence else { throw error }
            return nil
        }
    }

    /// Whether something is a folder; nil where there is nothing.
    ///
    /// - Throws: `FileError` where the system does not tell.
    package static func isFolder(_ path: URL) throws(FileError) -> Bool? {
        var status = stat()
        if stat(path.path, &status) == 0 { return status.st_mode & S_IFMT == S_IFDIR }
        let error = FileError(reading: path, code: errno)
        guard error.isAbsence else { throw error }
        return nil
    }

    /// The names in a folder; none where there is no such folder.
    ///
    /// - Throws: `FileError` where it may not be read, or is none.
    package static func names(in folder: URL) throws(FileError) -> [String] {
        guard let isFolder = try isFolder(folder) else { return [] }
        guard isFolder else { throw FileError(reading: folder, code: ENOTDIR) }
        guard access(folder.path, R_OK) == 0 else { throw FileError(reading: folder, code: errno) }
        do { return try FileManager.default.contentsOfDirectory(atPath: folder.path) } catch {
            throw FileError(reading: folder, code: code(of: error))
        }
    }

    /// The system's number of an error of Foundation, which keeps it underneath its own.
    private static func code(of error: any Error) -> Int32 {
        ((error as? CocoaError)?.underlying as? POSIXError)?.code.rawValue ?? EIO
    }

    /// When a file was last written, by the file system's clock; nil where there is none.
    package static func modificationTime(of file: URL) -> Date? {
        var status = stat()
        guard stat(file.path, &status) == 0 else { return nil }
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        return Date(
            timeIntervalSince1970: Double(time.tv_sec) + Double(time.tv_nsec) / 1_000_000_000)
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

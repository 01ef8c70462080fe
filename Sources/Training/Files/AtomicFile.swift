package import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Files that appear whole or not at all: written beside their place, flushed to the disk, and
/// renamed over it, so that a reader or a crash never meets half of one.
package enum AtomicFile {
    /// Writes these pieces, one after another, as the new content of a file.
    ///
    /// - Parameter isFlushed: Whether to wait until they are on the disk. Without it, a machine that
    ///   loses its power may leave a damaged file: only for what is made anew from something else.
    /// - Throws: `FileError` when the folder does not allow it or the disk is full; the file's
    ///   earlier content is then untouched.
    package static func write(
        _ pieces: [Data], to file: URL, isFlushed: Bool = true
    ) throws(FileError) {
        let suffix = "\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
        let temporary = file.deletingLastPathComponent()
            .file(".\(file.lastPathComponent).\(suffix)")
        let descriptor = open(temporary.path, O_WRONLY | O_CREAT | O_EXCL, 0o644)
        guard descriptor >= 0 else { throw FileError(writing: file, code: errno) }
        var failure: Int32 = 0
        for piece in pieces where failure == 0 { failure = append(piece, to: descriptor) }
        if failure == 0, isFlushed, fsync(descriptor) != 0 { failure = errno }
        if close(descriptor) != 0, failure == 0 { failure = errno }
        if failure == 0, rename(temporary.path, file.path) != 0 { failure = errno }
        guard failure == 0 else {
            unlink(temporary.path)
            throw FileError(writing: file, code: failure)
        }
    }

    /// Whether a name is one that `write` gives to a file that is not yet whole:
    /// `.<name>.<process>-<number>`.
    package static func isTemporary(_ name: String) -> Bool {
        guard name.hasPrefix("."), let suffix = name.split(separator: ".").last else {
            return false
        }
        let numbers = suffix.split(separator: "-", omittingEmptySubsequences: false)
        return numbers.count == 2 && numbers.allSatisfy { UInt64($0) != nil }
    }

    /// Adds a line to the end of a file, which is made where there is none. It is added in one write
    /// where the system takes it at once, so that several processes may add to one file. A part of a
    /// line that a full disk has left there ends before it.
    ///
    /// - Parameter line: Without its end.
    /// - Throws: `FileError` when the folder does not allow it or the disk is full.
    package static func append(line: Data, to file: URL) throws(FileError) {
        let descriptor = open(file.path, O_RDWR | O_CREAT | O_APPEND, 0o644)
        guard descriptor >= 0 else { throw FileError(writing: file, code: errno) }
        defer { close(descriptor) }
        let end = Data("\n".utf8)
        let failure = append((isCutOff(descriptor) ? end : Data()) + line + end, to: descriptor)
        guard failure == 0 else { throw FileError(writing: file, code: failure) }
    }

    /// Whether a file ends within a line.
    private static func isCutOff(_ descriptor: Int32) -> Bool {
        let length = lseek(descriptor, 0, SEEK_END)
        var last: UInt8 = 0
        return length > 0 && pread(descriptor, &last, 1, length - 1) == 1
            && last != UInt8(ascii: "\n")
    }

    /// Writes all bytes, however few the system takes at a time. The result is 0 or an error's code.
    static func append(_ piece: Data, to descriptor: Int32) -> Int32 {
        piece.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let part = UnsafeRawBufferPointer(rebasing: rest)
                let count = systemWrite(descriptor, part.baseAddress, part.count)
                if count < 0 {
                    if errno == EINTR { continue }
                    return errno
                }
                rest = rest.dropFirst(count)
            }
            return 0
        }
    }
}

/// The system's `write`, which `AtomicFile.write` would hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}

import Foundation
import Training

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The claim files of a trial: `claim-1`, `claim-2`, ... one per generation.
///
/// The highest generation is the one that counts. To claim a trial is to create the file of the
/// next generation exclusively, so that of all who try exactly one succeeds, and nobody ever
/// renames or overwrites another's claim.
package struct ClaimFiles: Sendable {
    let folder: TrialFolder

    package init(_ folder: TrialFolder) { self.folder = folder }

    /// A claim file as it was read.
    struct Claim: Hashable {
        let generation: Int
        /// Nil while the file is being written, or if its writer died then.
        let content: ClaimContent?
    }

    /// Whether somebody works on the trial, or did when the process died. Where the system does not
    /// say, somebody may.
    package var isHeld: Bool {
        do {
            guard let latest = try latest() else { return false }
            guard let content = latest.content else { return true }
            return !content.isReleased && !content.holder.isDead
        } catch {
            return true
        }
    }

    /// The claim that counts; nil where there is none.
    ///
    /// - Throws: `FileError` where the system does not say.
    func latest() throws -> Claim? {
        try generations().max().map { Claim(generation: $0, content: try content(of: $0)) }
    }

    /// What the file of a generation says; nil where there is none, or none that is whole.
    ///
    /// - Throws: `FileError` where it cannot be read.
    private func content(of generation: Int) throws -> ClaimContent? {
        let file = file(generation)
        let descriptor = open(file.path, O_RDONLY)
        guard descriptor >= 0 else {
            // Removed since it was listed.
            if errno == ENOENT { return nil }
            throw FileError(reading: file, code: errno)
        }
        defer { close(descriptor) }
        return try content(of: file, descriptor)
    }

    private func content(of file: URL, _ descriptor: Int32) throws -> ClaimContent? {
        var buffer = [UInt8](repeating: 0, count: 1024)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else { throw FileError(reading: file, code: errno) }
        return ClaimContent(String(decoding: buffer.prefix(count), as: UTF8.self))
    }

    /// Every generation that has a file.
    ///
    /// - Throws: `FileError` where the folder cannot be read, though it is there: that is not to be
    ///   taken for a trial without a claim.
    package func generations() throws -> [Int] {
        guard let stream = opendir(folder.root.path) else {
            if errno == ENOENT { return [] }
            throw FileError(reading: folder.root, code: errno)
        }
        defer { closedir(stream) }
        var found: [Int] = []
        // The end of the folder and an error are told apart by this alone.
        errno = 0
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix(Self.prefix), let generation = Int(name.dropFirst(6)) {
                found.append(generation)
            }
            errno = 0
        }
        guard errno == 0 else { throw FileError(reading: folder.root, code: errno) }
        return found
    }

    func file(_ generation: Int) -> URL {
        folder.root.file("\(Self.prefix)\(generation)")
    }

    /// Creates the file of a generation with its first content; false if it exists.
    ///
    /// - Throws: `SweepError` where the folder cannot be written.
    func create(_ generation: Int, content: ClaimContent) throws -> Bool {
        let path = file(generation).path
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o644)
        guard descriptor >= 0 else {
            if errno == EEXIST { return false }
            throw SweepError.system(path: path, code: errno)
        }
        defer { close(descriptor) }
        let bytes = Array(content.line.utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            let code = errno
            unlink(path)
            throw SweepError.system(path: path, code: code)
        }
        return true
    }

    /// Rewrites the file of a generation in place if it still is this holder's; false if it is not.
    ///
    /// In place, because a file that another has put aside meanwhile then takes the write
    /// without harm.
    ///
    /// - Throws: `FileError` where the system refuses, whosever the file is.
    func rewrite(_ generation: Int, content: ClaimContent) throws -> Bool {
        let file = file(generation)
        let descriptor = open(file.path, O_RDWR)
        guard descriptor >= 0 else {
            if errno == ENOENT { return false }
            throw FileError(writing: file, code: errno)
        }
        defer { close(descriptor) }
        guard try self.content(of: file, descriptor)?.holder == content.holder else {
            return false
        }
        let bytes = Array(content.line.utf8)
        let count = pwrite(descriptor, bytes, bytes.count, 0)
        guard count == bytes.count else {
            throw FileError(writing: file, code: count < 0 ? errno : EIO)
        }
        return true
    }

    /// Removes the files of all generations up to this one. What cannot be listed or removed stays,
    /// which does no harm, as a later generation counts, or a trial that has ended.
    func remove(through generation: Int) {
        for old in (try? generations()) ?? [] where old <= generation { remove(old) }
    }

    /// Removes the file of one generation.
    func remove(_ generation: Int) { unlink(file(generation).path) }

    private static let prefix = "claim-"
}

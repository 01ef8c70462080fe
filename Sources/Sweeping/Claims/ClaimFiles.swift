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

    /// Whether somebody works on the trial, or did when the process died.
    package var isHeld: Bool {
        guard let latest = latest() else { return false }
        guard let content = latest.content else { return true }
        return !content.isReleased && !content.holder.isDead
    }

    /// The claim that counts; nil where there is none.
    func latest() -> Claim? {
        generations().max().map { Claim(generation: $0, content: content(of: $0)) }
    }

    func content(of generation: Int) -> ClaimContent? {
        guard let data = try? Data(contentsOf: file(generation)) else { return nil }
        return ClaimContent(String(decoding: data, as: UTF8.self))
    }

    /// Every generation that has a file.
    package func generations() -> [Int] {
        guard let stream = opendir(folder.root.path) else { return [] }
        defer { closedir(stream) }
        var found: [Int] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix(Self.prefix), let generation = Int(name.dropFirst(6)) {
                found.append(generation)
            }
        }
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

    /// Rewrites the file of a generation in place if it still is this holder's.
    ///
    /// In place, because a file that another has put aside meanwhile then takes the write
    /// without harm.
    func rewrite(_ generation: Int, content: ClaimContent) -> Bool {
        let descriptor = open(file(generation).path, O_RDWR)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 1024)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        let line = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        guard ClaimContent(line)?.holder == content.holder else { return false }
        let bytes = Array(content.line.utf8)
        return pwrite(descriptor, bytes, bytes.count, 0) == bytes.count
    }

    /// Removes the files of all generations up to this one.
    func remove(through generation: Int) {
        for old in generations() where old <= generation { unlink(file(old).path) }
    }

    private static let prefix = "claim-"
}

package import Foundation
import Training

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension SweepDirectory {
    /// Replaces a file of the directory's own, such as `trials.jsonl`, whole and at once.
    ///
    /// Several coordinators may come to the end of a sweep together, and one that tidies up may
    /// take the file that another is about to rename for one that was left behind. It is then
    /// written again: what is derived from the trials may be written by anybody, at any time.
    ///
    /// - Throws: `FileError`.
    package func replace(_ file: URL, with pieces: [Data]) throws {
        for _ in 1..<Self.greatestReplacementCount {
            do { return try AtomicFile.write(pieces, to: file) } catch {
                guard error.code == ENOENT, access(root.path, F_OK) == 0 else { throw error }
            }
        }
        try AtomicFile.write(pieces, to: file)
    }

    private static let greatestReplacementCount = 10
}

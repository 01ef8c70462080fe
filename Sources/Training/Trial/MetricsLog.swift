import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `metrics.jsonl`, to which lines are appended. Lines that a lost process wrote after its last
/// state are cut off, so that none comes twice.
struct MetricsLog {
    let file: URL

    /// The file as it was when it had this many bytes.
    ///
    /// - Throws: `FileError`, or `CheckpointError.lostMetrics` where it has fewer.
    init(_ file: URL, bytes: Int) throws {
        self.file = file
        if bytes > 0 {
            var status = stat()
            let found = stat(file.path, &status) == 0 ? Int(status.st_size) : 0
            guard found >= bytes else {
                throw CheckpointError(file: file, .lostMetrics(expected: bytes, found: found))
            }
        }
        let descriptor = open(file.path, O_WRONLY | O_CREAT, 0o644)
        guard descriptor >= 0 else { throw FileError(writing: file, code: errno) }
        defer { close(descriptor) }
        guard ftruncate(descriptor, off_t(bytes)) == 0 else {
            throw FileError(writing: file, code: errno)
        }
    }

    /// Appends a line and waits until it is on the disk. Returns the length of what was added.
    func append(_ record: EvaluationRecord) throws -> Int {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let line = try encoder.encode(record) + Data("\n".utf8)
        let descriptor = open(file.path, O_WRONLY | O_APPEND)
        guard descriptor >= 0 else { throw FileError(writing: file, code: errno) }
        defer { close(descriptor) }
        let failure = AtomicFile.append(line, to: descriptor)
        guard failure == 0 else { throw FileError(writing: file, code: failure) }
        guard fsync(descriptor) == 0 else { throw FileError(writing: file, code: errno) }
        return line.count
    }
}

import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Notes what is tried before it is tried, in a file: where the process ends, the file says why.
struct FuzzJournal {
    private let file: URL
    private let descriptor: Int32

    init() throws {
        file = FileManager.default.temporaryDirectory
            .appendingPathComponent("varia-fuzz-\(getpid())")
        descriptor = open(file.path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
        print("Fuzzing: should this process end, \(file.path) holds the seed that did it.")
    }

    /// Writes the seed in place of the one before.
    func begin(_ seed: UInt64) {
        let line = Array(String(format: "VARIA_FUZZ_SEED=%020llu\n", seed).utf8)
        pwrite(descriptor, line, line.count, 0)
    }

    /// Nothing has happened.
    func end() {
        close(descriptor)
        unlink(file.path)
    }
}

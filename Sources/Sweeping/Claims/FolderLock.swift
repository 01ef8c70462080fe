import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Keeps all others from a trial's folder, or a sweep's, while something is written to it.
///
/// A claim says whose a trial is, but between a look at it and the write that follows its holder may
/// be paused, and the trial be taken over. So both writes and takeovers happen under this lock, which
/// is the file system's own (`flock`, on `trial.json`) and ends with its process. A file system
/// without locks leaves the look alone.
enum FolderLock {
    /// Runs the body under the lock, waiting for it.
    ///
    /// - Throws: `SweepError` where the folder cannot be written, and what the body throws.
    static func hold<Result>(_ folder: TrialFolder, _ body: () throws -> Result) throws -> Result {
        let descriptor = try lock(folder.definition.path, O_RDWR, LOCK_EX)
        defer { unlock(descriptor) }
        return try body()
    }

    /// Runs the body under the lock of a sweep, which is on the folder of its trials, as `sweep.json`
    /// may not be there yet.
    ///
    /// - Throws: `SweepError` where the folder cannot be read, and what the body throws.
    static func hold<Result>(
        _ directory: SweepDirectory, _ body: () throws -> Result
    ) throws -> Result {
        let descriptor = try lock(directory.trials.path, O_RDONLY, LOCK_EX)
        defer { unlock(descriptor) }
        return try body()
    }

    /// Runs the body under the lock; nil where another has it now.
    ///
    /// - Throws: `SweepError` where the folder cannot be written, and what the body throws.
    static func holdIfFree<Result>(
        _ folder: TrialFolder, _ body: () throws -> Result
    ) throws -> Result? {
        do {
            let descriptor = try lock(folder.definition.path, O_RDWR, LOCK_EX | LOCK_NB)
            defer { unlock(descriptor) }
            return try body()
        } catch is Taken {
            return nil
        }
    }

    private struct Taken: Error {}

    /// - Returns: The descriptor that holds the lock; nil where there is nothing to lock, or no lock.
    private static func lock(
        _ path: String, _ access: Int32, _ operation: Int32
    ) throws -> Int32? {
        while true {
            let descriptor = open(path, access | O_CLOEXEC)
            guard descriptor >= 0 else {
                if errno == ENOENT { return nil }
                throw SweepError.system(path: path, code: errno)
            }
            while flock(descriptor, operation) != 0 {
                let code = errno
                if code == EINTR { continue }
                close(descriptor)
                if code == EWOULDBLOCK { throw Taken() }
                return nil
            }
            if isStillNamed(path, descriptor) { return descriptor }
            // It was replaced meanwhile, and others lock its successor.
            close(descriptor)
        }
    }

    private static func unlock(_ descriptor: Int32?) {
        // Closing gives the lock back.
        if let descriptor { close(descriptor) }
    }

    private static func isStillNamed(_ path: String, _ descriptor: Int32) -> Bool {
        var named = stat()
        var opened = stat()
        return stat(path, &named) == 0 && fstat(descriptor, &opened) == 0
            && named.st_ino == opened.st_ino && named.st_dev == opened.st_dev
    }
}

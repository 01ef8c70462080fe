import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Ends the process where its trial hangs: where nothing of it has got done for long.
///
/// Only time counts in which the process was awake, so that one that was paused is not taken for one
/// that hangs. Whoever started the process counts its end as a crash of the trial.
final class Watchdog: @unchecked Sendable {
    /// The exit status of a process whose trial hangs.
    static let exitStatus: Int32 = 75

    private let end = DispatchSemaphore(value: 0)
    private let lock = NSLock()
    /// Guarded by `lock`.
    private var signs = 0

    /// - Parameters:
    ///   - patience: Seconds without a sign of progress.
    ///   - bark: What to do then, instead of ending the process; for tests.
    init(patience: Double, bark: (@Sendable () -> Void)? = nil) {
        Thread.detachNewThread { [self] in
            if watch(patience) { (bark ?? { Self.endProcess(patience) })() }
        }
    }

    /// Something got done.
    func notice() { lock.withLock { signs &+= 1 } }

    func stop() { end.signal() }

    /// Watches until it is stopped: false, or until the trial hangs: true.
    private func watch(_ patience: Double) -> Bool {
        let interval = min(1, patience / 10)
        var last = lock.withLock { signs }
        var idle = 0.0
        // However long a pause was, it counts as one interval. The clock is one that nobody sets back.
        while end.wait(timeout: .now() + interval) == .timedOut {
            let now = lock.withLock { signs }
            idle = now == last ? idle + interval : 0
            last = now
            if idle >= patience { return end.wait(timeout: .now()) == .timedOut }
        }
        return false
    }

    private static func endProcess(_ patience: Double) {
        let sentence = "The trial hangs: nothing of it has got done for \(Int(patience)) s.\n"
        FileHandle.standardError.write(Data(sentence.utf8))
        _exit(exitStatus)
    }
}

import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A worker that this process has started.
final class WorkerProcess {
    /// How a worker came to its end.
    enum End: Hashable {
        case exited(Int32)
        case signalled(Int32)
    }

    private let process = Process()
    private let output = Pipe()
    private var unread = Data()
    /// How it ended, where it was this object that found out.
    private var found: End?
    /// When it was first seen to have ended, without Foundation's knowing.
    private var endedSince: ContinuousClock.Instant?
    /// The trial at work, as far as it has said.
    private(set) var trial: String?

    /// Starts it.
    ///
    /// - Throws: Foundation's error where the executable cannot be run.
    init(executable: URL, command: WorkerCommand) throws {
        process.executableURL = executable
        process.arguments = command.arguments
        var environment = ProcessInfo.processInfo.environment
        // Varia's threads are the only ones: a sweep's cores are shared out between trials.
        environment["OMP_NUM_THREADS"] = "1"
        // A crash that fits the last lines of a log.
        environment["SWIFT_BACKTRACE"] =
            environment["SWIFT_BACKTRACE"]
            ?? "threads=crashed,registers=none,images=none,limit=8,sanitize=yes,color=no"
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        try process.run()
        try? output.fileHandleForWriting.close()
    }

    var processIdentifier: Int32 { process.processIdentifier }

    /// What to wait for with `poll`.
    var descriptor: Int32 { output.fileHandleForReading.fileDescriptor }

    /// The events that have come, without waiting.
    func events() -> [WorkerEvent] {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while isReadable {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            unread.append(contentsOf: buffer.prefix(count))
        }
        var events: [WorkerEvent] = []
        while let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
            let line = unread[unread.startIndex..<end]
            if let event = try? JSONDecoder().decode(WorkerEvent.self, from: line) {
                events.append(event)
            }
            unread.removeSubrange(unread.startIndex...end)
        }
        for event in events {
            switch event.kind {
            case .claimed: trial = event.trial
            case .ended, .paused, .failed, .released: trial = nil
            case .stepped, .evaluated, .restarted, .broken: break
            }
        }
        return events
    }

    /// How it ended; nil while it runs.
    var end: End? {
        if let found { return found }
        guard !process.isRunning else {
            found = unnoticedEnd()
            return found
        }
        return process.terminationReason == .uncaughtSignal
            ? .signalled(process.terminationStatus) : .exited(process.terminationStatus)
    }

    /// Asks it to save its trial and stop.
    func stop() { if end == nil { process.terminate() } }

    /// Ends it at once.
    func end(by number: Int32) { if end == nil { kill(process.processIdentifier, number) } }

    /// The end of a process that Foundation still takes to be running.
    ///
    /// Foundation learns of an end by a connection that whatever the process has started inherits. If
    /// some of that outlives it, as Swift's own backtracer may where it hangs over a crash, Foundation
    /// does not learn of it until that has ended too. So this asks the system, once Foundation had its
    /// time.
    private func unnoticedEnd() -> End? {
        let identifier = process.processIdentifier
        var information = siginfo_t()
        // A look that leaves the process for Foundation to see.
        guard
            waitid(P_PID, id_t(identifier), &information, WEXITED | WNOHANG | WNOWAIT) == 0,
            information.si_signo == SIGCHLD
        else { return nil }
        guard let endedSince else {
            endedSince = .now
            return nil
        }
        var status: Int32 = 0
        guard .now - endedSince > .seconds(2), waitpid(identifier, &status, WNOHANG) == identifier
        else { return nil }
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
    }

    private var isReadable: Bool {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, 0) > 0 && waiting.revents & Int16(POLLIN | POLLHUP) != 0
    }
}

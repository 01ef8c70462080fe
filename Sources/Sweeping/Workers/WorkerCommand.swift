package import Foundation
package import Transformer

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The process of a worker, as a coordinator starts it: its arguments, and what it does.
package struct WorkerCommand: Hashable, Sendable {
    /// The hidden command that the executable must answer by `run`.
    package static let name = "worker"

    package var directory: URL
    /// Where relative paths of corpora are looked up first.
    package var folder: URL
    /// The process of the coordinator. It is named, as it may be gone before the worker first asks
    /// for its parent.
    package var coordinator: Int32
    /// How many threads share a trial's work.
    package var threads: Int

    package init(directory: URL, folder: URL, coordinator: Int32, threads: Int = 1) {
        self.directory = directory
        self.folder = folder
        self.coordinator = coordinator
        self.threads = threads
    }

    /// The arguments after the executable, the command's name first.
    package var arguments: [String] {
        [Self.name, directory.path, folder.path, "\(coordinator)", "\(threads)"]
    }

    /// Reads what follows the command's name; nil for anything but what `arguments` gives.
    package init?(arguments: [String]) {
        guard arguments.count == 4, let coordinator = Int32(arguments[2]),
            let threads = Int(arguments[3]), (1...1024).contains(threads)
        else { return nil }
        directory = URL(fileURLWithPath: arguments[0])
        folder = URL(fileURLWithPath: arguments[1])
        self.coordinator = coordinator
        self.threads = threads
    }

    /// Works until all trials have ended, it is asked to stop, or its coordinator is gone. Events go
    /// to standard output.
    ///
    /// - Throws: What stops every trial: see `Worker.run`. The coordinator knows of it; there is no
    ///   need to print it.
    package func run(catalogue: Catalogue) throws -> Worker.End {
        StopSignal.install()
        do {
            let timing = try ClaimTiming(environment: ProcessInfo.processInfo.environment)
            return try Worker(
                SweepDirectory(directory), catalogue: catalogue, relativeTo: folder,
                timing: timing, threads: threads, logsTrials: true, report: Self.print,
                shouldStop: { StopSignal.isReceived || getppid() != coordinator }
            ).run()
        } catch {
            var event = WorkerEvent(.broken, trial: "")
            event.message = "\(error)"
            Self.print(event)
            throw error
        }
    }

    private static func print(_ event: WorkerEvent) {
        guard var line = try? JSONText.line(event) else { return }
        line.append(UInt8(ascii: "\n"))
        // Short enough for a pipe to take it whole. Where nobody reads any more, the coordinator is
        // gone, and the worker about to find out.
        line.withUnsafeBytes { _ = write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }
}

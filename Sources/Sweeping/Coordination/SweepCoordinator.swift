package import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Runs a sweep with worker processes of its own.
///
/// It holds nothing that the directory does not: where it is killed, its workers save their trials
/// and stop, and another run goes on from there.
package final class SweepCoordinator {
    /// A trial whose process crashes this often is given up.
    static let greatestCrashCount = 3
    /// Workers that end so often in a row without getting anything done never will.
    static let greatestFalseStartCount = 3
    /// A trial whose process is killed so often in a row, without an evaluation in between, is
    /// given up.
    static let greatestKillCount = 5
    /// Workers that are killed so often in a row before they claim a trial never will.
    static let greatestEarlyKillCount = 10
    private static let pollMilliseconds: Int32 = 200

    let sweep: PreparedSweep
    let directory: SweepDirectory
    let jobs: Int
    let threads: Int
    let executable: URL
    let display: any SweepDisplay
    /// How long workers have to save their trials when they are asked to stop.
    let stopPatience: Duration
    var progress: SweepProgress
    var workers: [WorkerProcess] = []
    /// Workers in a row that have ended by an error without getting anything done.
    var falseStarts = 0
    /// What the last of them said.
    var breakdown: String?
    /// Workers in a row that were killed before they claimed a trial.
    var earlyKills = 0
    private var nextLook = ContinuousClock.now

    /// - Parameters:
    ///   - jobs: The number of workers.
    ///   - threads: How many share a trial's work.
    ///   - executable: The program that answers `WorkerCommand`.
    ///   - stopPatience: How long workers have to save their trials when they are asked to stop.
    package init(
        _ sweep: PreparedSweep, in directory: SweepDirectory, jobs: Int, threads: Int = 1,
        executable: URL,
        display: any SweepDisplay, stopPatience: Duration = .seconds(10)
    ) {
        self.sweep = sweep
        self.directory = directory
        self.jobs = jobs
        self.threads = threads
        self.executable = executable
        self.display = display
        self.stopPatience = stopPatience
        progress = SweepProgress(sweep)
    }

    /// How a run came to its end.
    package struct End: Hashable, Sendable {
        /// Whether it was asked to stop before all trials had ended.
        package var wasStopped: Bool
        package var finished: Int
        package var diverged: Int
        package var failed: Int
    }

    /// Opens the directory, checks the variants, and runs what has not yet ended.
    ///
    /// - Throws: `SweepError` or `FileError`; a trial that fails is counted and shown instead.
    package func run() throws -> End {
        StopSignal.install(obeysSecondInterrupt: true)
        try directory.open(for: sweep)
        try directory.unrecorded(of: sweep).forEach(display.message)
        return try work()
    }

    /// Runs what has not yet ended of a sweep that another run has opened, beside it or after it.
    /// The sweep must be the directory's own: see `PreparedSweep.init(joining:catalogue:)`.
    ///
    /// - Throws: `SweepError` or `FileError`; a trial that fails is counted and shown instead.
    package func join() throws -> End {
        StopSignal.install(obeysSecondInterrupt: true)
        return try work()
    }

    private func work() throws -> End {
        let manifest = try SweepManifest.read(directory)
        look()
        if progress.endedCount < progress.total {
            var ledger = ConformanceLedger(directory)
            try ledger.check(sweep, announce: display.message)
            defer { stopWorkers() }
            try supervise()
        }
        if progress.endedCount == progress.total { directory.tidy(manifest) }
        try directory.writeRecords(manifest)
        display.close(progress)
        let ends = progress.ended.values
        return End(
            wasStopped: progress.endedCount < progress.total,
            finished: ends.count { $0 == .finished }, diverged: ends.count { $0 == .diverged },
            failed: ends.count { $0 == .failed })
    }

    /// Keeps workers at work until nothing is left to do, or a signal asks to stop.
    private func supervise() throws {
        try startWorkers()
        while !workers.isEmpty {
            wait()
            for worker in workers { worker.events().forEach(handle) }
            // Asked first: who signals a whole group ends the workers too, which is no false start.
            if !StopSignal.isReceived { try reap() }
            if StopSignal.isReceived {
                display.message("Stopping: the trials at work are being saved.")
                return
            }
            try startWorkers()
            if ContinuousClock.now >= nextLook { look() }
            display.update(progress)
        }
    }

    private func startWorkers() throws {
        let left = progress.total - progress.endedCount
        while workers.count < min(jobs, left) {
            do {
                workers.append(
                    try WorkerProcess(
                        executable: executable,
                        command: WorkerCommand(
                            directory: directory.root.absoluteURL, folder: sweep.plan.spec.folder,
                            coordinator: getpid(), threads: threads)))
            } catch {
                throw SweepError.workersFail(message: error.localizedDescription)
            }
        }
    }

    func handle(_ event: WorkerEvent) {
        let isNew = progress.ended[event.trial] == nil
        progress.update(event)
        switch event.kind {
        case .ended, .failed:
            falseStarts = 0
            if isNew { display.ended(event.trial, event, progress) }
        case .evaluated: falseStarts = 0
        case .restarted: display.message(event.message ?? "")
        case .broken: breakdown = event.message
        case .claimed: earlyKills = 0
        case .stepped, .released: break
        }
    }

    /// Waits for an event, an end, or the time to draw.
    func wait() {
        var descriptors = workers.map {
            pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0)
        }
        _ = poll(&descriptors, nfds_t(descriptors.count), Self.pollMilliseconds)
    }

    /// Learns from the directory what others, or earlier runs, have done.
    func look() {
        for trial in sweep.trials where progress.ended[trial.id] == nil {
            let folder = directory.trial(trial.id)
            guard folder.hasEnded, progress.running[trial.id] == nil else { continue }
            let record = folder.record()
            progress.resume(
                trial.id, record?.status ?? .failed, loss: record?.outcome?.bestValidationLoss)
        }
        nextLook = .now + .seconds(5)
    }
}

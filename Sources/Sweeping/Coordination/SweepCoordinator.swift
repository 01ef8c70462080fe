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
    /// How often a trial whose process crashes is tried again.
    let retries: Int
    /// Whether the sweep ends at its first failed trial.
    let failsFast: Bool
    let timing: ClaimTiming
    /// How long workers have to save their trials when they are asked to stop.
    let stopPatience: Duration
    var progress: SweepProgress
    /// What is left to be done, as workers see it too; nil before the directory is open.
    var schedule: (any TrialSchedule)?
    /// Whether nothing is left to be done, as the last look has shown.
    private(set) var isComplete = false
    var workers: [WorkerProcess] = []
    /// Workers in a row that have ended by an error without getting anything done.
    var falseStarts = 0
    /// What one of them said, the last that said something.
    var breakdown: String?
    /// Workers in a row that were killed before they claimed a trial.
    var earlyKills = 0
    private(set) var nextLook = ContinuousClock.now
    /// Looks in a row that found a file that could not be read.
    var failedLooks = 0
    /// Before then no worker is started.
    var nextStart = ContinuousClock.now
    var pulse: WorkerPulse

    /// - Parameters:
    ///   - jobs: The number of workers.
    ///   - threads: How many share a trial's work.
    ///   - executable: The program that answers `WorkerCommand`.
    ///   - retries: How often a trial whose process crashes is tried again.
    ///   - failsFast: Whether the sweep ends at its first failed trial.
    ///   - timing: What the workers go by.
    ///   - stopPatience: How long workers have to save their trials when they are asked to stop.
    package init(
        _ sweep: PreparedSweep, in directory: SweepDirectory, jobs: Int, threads: Int = 1,
        executable: URL, display: any SweepDisplay, retries: Int = 2, failsFast: Bool = false,
        timing: ClaimTiming = ClaimTiming(), stopPatience: Duration = .seconds(10)
    ) {
        self.sweep = sweep
        self.directory = directory
        self.jobs = jobs
        self.threads = threads
        self.executable = executable
        self.display = display
        self.retries = retries
        self.failsFast = failsFast
        self.timing = timing
        self.stopPatience = stopPatience
        pulse = WorkerPulse(patience: 2 * timing.patience)
        progress = SweepProgress(sweep)
    }

    /// How a run came to its end.
    package struct End: Hashable, Sendable {
        /// Whether it was asked to stop while something was left to be done.
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
        let ended = try directory.open(for: sweep, report: display.message)
        for trial in sweep.trials {
            guard let record = ended[trial.id], record.status.hasEnded else { continue }
            progress.resume(
                trial.id, record.status, loss: record.outcome?.bestValidationLoss)
        }
        try directory.unrecorded(of: sweep, among: ended).forEach(display.message)
        return try work()
    }

    /// Runs what has not yet ended of a sweep that another run has opened, beside it or after it.
    /// The sweep must be the directory's own: see `PreparedSweep.init(joining:catalogue:)`.
    ///
    /// - Throws: `SweepError` or `FileError`; a trial that fails is counted and shown instead.
    package func join() throws -> End {
        StopSignal.install(obeysSecondInterrupt: true)
        // Elsewhere there may be more memory: a trial is not to fail for all because of this host.
        let limit = MemoryLimit(.current(), threads: threads)
        for trial in sweep.trials where !directory.trial(trial.id).hasEnded {
            do { try limit.check(trial) } catch let error as SweepError {
                throw SweepError.cannotJoin(
                    directory: directory.root.relativePath,
                    reason: "this machine has too little memory for the trial '\(trial.id)'. "
                        + "\(error)".dropLast())
            }
        }
        return try work()
    }

    private func work() throws -> End {
        let manifest = try SweepManifest.read(directory)
        schedule = try manifest.schedule(in: directory)
        try look()
        if !isComplete {
            var ledger = ConformanceLedger(directory)
            try ledger.check(sweep, announce: display.message)
            defer { stopWorkers() }
            try supervise()
        }
        if StopSignal.isReceived {
            closeStopped(manifest)
        } else {
            try look()
            try directory.writeRecords(manifest)
        }
        if isComplete { directory.tidy(manifest) }
        display.close(progress)
        let ends = progress.ended.values
        return End(
            wasStopped: !isComplete,
            finished: ends.count { $0 == .finished }, diverged: ends.count { $0 == .diverged },
            failed: ends.count { $0 == .failed })
    }

    func handle(_ event: WorkerEvent) {
        let isNew = progress.ended[event.trial] == nil
        progress.update(event)
        switch event.kind {
        case .ended, .failed:
            progressMade()
            if isNew { display.ended(event.trial, event, progress) }
        case .paused:
            progressMade()
            display.ended(event.trial, event, progress)
        case .evaluated: progressMade()
        case .restarted: display.message(event.message ?? "")
        case .broken: breakdown = event.message
        case .claimed: earlyKills = 0
        case .stepped, .released: break
        }
    }

    /// What stood in the way of earlier workers does not stand in the way of all.
    private func progressMade() {
        falseStarts = 0
        breakdown = nil
    }

    /// Waits for an event, an end, or the time to draw.
    func wait() {
        var descriptors = workers.map {
            pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0)
        }
        _ = poll(&descriptors, nfds_t(descriptors.count), Self.pollMilliseconds)
    }

    /// Learns from the directory what others, or earlier runs, have done.
    ///
    /// - Throws: What the schedule throws.
    func look() throws {
        for trial in sweep.trials where progress.ended[trial.id] == nil {
            let folder = directory.trial(trial.id)
            if sweep.plan.search?.pausesTrials == true, let rungs = try? folder.rungs() {
                let fraction = Double(rungs.reached) / Double(max(1, trial.steps))
                progress.resume(trial.id, stoppedAt: rungs.isPaused ? fraction : nil)
            }
            guard folder.hasEnded, progress.running[trial.id] == nil else { continue }
            let record = try? folder.record()
            progress.resume(
                trial.id, record?.status ?? .failed, loss: record?.outcome?.bestValidationLoss)
        }
        isComplete = try schedule?.isComplete() ?? false
        progress.unneeded = schedule?.unneeded ?? []
        postponeLook()
        endSilentWorkers()
    }

    func postponeLook() { nextLook = .now + .seconds(min(5, timing.patience)) }
}

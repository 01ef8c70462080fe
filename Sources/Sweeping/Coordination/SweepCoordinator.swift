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
    private var schedule: (any TrialSchedule)?
    /// Whether nothing is left to be done, as the last look has shown.
    private var isComplete = false
    var workers: [WorkerProcess] = []
    /// Workers in a row that have ended by an error without getting anything done.
    var falseStarts = 0
    /// What the last of them said.
    var breakdown: String?
    /// Workers in a row that were killed before they claimed a trial.
    var earlyKills = 0
    private var nextLook = ContinuousClock.now
    /// Before then no worker is started.
    private var nextStart = ContinuousClock.now
    private var pulse: WorkerPulse

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
        let ended = try directory.open(for: sweep)
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
        look()
        if !isComplete {
            var ledger = ConformanceLedger(directory)
            try ledger.check(sweep, announce: display.message)
            defer { stopWorkers() }
            try supervise()
        }
        look()
        if isComplete { directory.tidy(manifest) }
        try directory.writeRecords(manifest)
        display.close(progress)
        let ends = progress.ended.values
        return End(
            wasStopped: !isComplete,
            finished: ends.count { $0 == .finished }, diverged: ends.count { $0 == .diverged },
            failed: ends.count { $0 == .failed })
    }

    /// Keeps workers at work until nothing is left to do, or a signal asks to stop.
    private func supervise() throws {
        try startWorkers()
        var completion: ContinuousClock.Instant?
        while !workers.isEmpty || (!isComplete && ContinuousClock.now < nextStart) {
            wait()
            pulse.tick()
            for worker in workers { worker.events().forEach(handle) }
            // Asked first: who signals a whole group ends the workers too, which is no false start.
            if !StopSignal.isReceived { try reap() }
            if StopSignal.isReceived {
                display.message("Stopping: the trials at work are being saved.")
                return
            }
            if failsFast, progress.ended.values.contains(.failed) {
                display.message("Stopping at the first failed trial, as --fail-fast asks.")
                return
            }
            // Workers then end by themselves, but for those that are paused or hang.
            if isComplete {
                completion = completion ?? .now
                if let completion, .now - completion > stopPatience { return }
            }
            try startWorkers()
            if ContinuousClock.now >= nextLook { look() }
            display.update(progress)
        }
    }

    /// A worker has found nothing to do. Where this process knows of something, the sweep may have
    /// been changed by another since: both go by the directory, and the next worker waits a little.
    func rest() throws {
        schedule = try SweepManifest.read(directory).schedule(in: directory)
        look()
        if !isComplete { nextStart = .now + .seconds(min(5, timing.patience)) }
    }

    private func startWorkers() throws {
        guard !isComplete, ContinuousClock.now >= nextStart else { return }
        // Stopped trials may be promoted; who finds nothing to do waits for what others find.
        let left = progress.total - progress.settledCount + progress.stoppedCount
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
        case .paused:
            falseStarts = 0
            display.ended(event.trial, event, progress)
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
            if sweep.plan.search?.pausesTrials == true, let rungs = folder.rungs() {
                let fraction = Double(rungs.reached) / Double(max(1, trial.steps))
                progress.resume(trial.id, stoppedAt: rungs.isPaused ? fraction : nil)
            }
            guard folder.hasEnded, progress.running[trial.id] == nil else { continue }
            let record = folder.record()
            progress.resume(
                trial.id, record?.status ?? .failed, loss: record?.outcome?.bestValidationLoss)
        }
        isComplete = schedule?.isComplete() ?? false
        progress.unneeded = schedule?.unneeded ?? []
        nextLook = .now + .seconds(min(5, timing.patience))
        endSilentWorkers()
    }

    /// Kills workers that give no sign of life, though they live: their trials go to others.
    private func endSilentWorkers() {
        for worker in workers {
            guard let trial = worker.trial,
                pulse.isSilent(worker.processIdentifier, directory.trial(trial))
            else { continue }
            display.message(
                "\(progress.title(trial)): its process has given no sign of life for "
                    + "\(DurationText.text(2 * timing.patience)) and is killed.")
            worker.end(by: SIGKILL)
        }
    }
}

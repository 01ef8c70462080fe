import Foundation
import Training

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension SweepCoordinator {
    /// Keeps workers at work until nothing is left to do, or a signal asks to stop.
    func supervise() throws {
        try startWorkers()
        var completion: ContinuousClock.Instant?
        // Whether it is time to start a worker is asked in `startWorkers` alone: asked here too, the
        // clock could pass it between the two, and end a sweep that is not complete.
        while !workers.isEmpty || !isComplete {
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
            if ContinuousClock.now >= nextLook { try lookPatiently() }
            display.update(progress)
        }
    }

    /// Looks, where a file may be unreadable for a moment, as on a network: nothing is lost by knowing
    /// of it a little later.
    private func lookPatiently() throws {
        do {
            try look()
            failedLooks = 0
        } catch let error as FileError {
            failedLooks += 1
            guard failedLooks < Self.greatestFailedLooks else { throw error }
            postponeLook()
        }
    }

    private static let greatestFailedLooks = 5

    /// What this process last knows and writes of a sweep that it was asked to stop: an error then
    /// keeps nobody from queuing the work again, and the next run finds what there is.
    func closeStopped(_ manifest: SweepManifest) {
        do {
            try look()
            try directory.writeRecords(manifest)
        } catch {
            display.message("\(error)")
        }
    }

    /// A worker has found nothing to do. Where this process knows of something, the sweep may have
    /// been changed by another since: both go by the directory, and the next worker waits a little.
    func rest() throws {
        schedule = try SweepManifest.read(directory).schedule(in: directory)
        try look()
        if !isComplete { nextStart = .now + .seconds(min(5, timing.patience)) }
    }

    private func startWorkers() throws {
        guard !isComplete, ContinuousClock.now >= nextStart else { return }
        // Stopped trials may be promoted; who finds nothing to do waits for what others find.
        let left = progress.total - progress.settledCount + progress.stoppedCount
        // By the events every trial has ended; whether something is left the directory knows better.
        if left == 0, workers.isEmpty { try look() }
        guard !isComplete else { return }
        while workers.count < min(jobs, max(1, left)) {
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

    /// Kills workers that give no sign of life, though they live: their trials go to others.
    func endSilentWorkers() {
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

import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension SweepCoordinator {
    /// Takes leave of the workers that have ended, and notes the trials that took them down.
    ///
    /// - Throws: `SweepError.workersFail` where workers end again and again without a trial.
    func reap() throws {
        var left: [WorkerProcess] = []
        for worker in workers {
            guard let end = worker.end else {
                left.append(worker)
                continue
            }
            // The last events come before the end of the pipe.
            worker.events().forEach(handle)
            // Who has nothing left to do ends without a trial.
            if end == .exited(0), worker.trial == nil {
                try rest()
            } else {
                try note(end, of: worker.trial)
            }
        }
        workers = left
    }

    /// A worker has ended otherwise than it should.
    private func note(_ end: WorkerProcess.End, of trial: String?) throws {
        guard let trial else { return try noteFalseStart(end) }
        progress.release(trial)
        if case .signalled(let number) = end, number != SIGKILL, StopSignal.isFromOutside(number) {
            // Says nothing against the trial.
            return
        }
        guard let failure = try failure(by: end, of: directory.trial(trial)) else { return }
        if failure.isFinal {
            var event = WorkerEvent(.failed, trial: trial)
            event.message = failure.message
            progress.update(event)
            display.ended(trial, event, progress)
        } else {
            display.message(
                "\(progress.title(trial)): \(sentence(end)) It will be tried again.")
        }
    }

    /// Counts the end of a worker against its trial, in the trial's folder.
    ///
    /// - Returns: The failures so far; nil where the trial has ended, or another is writing to it.
    private func failure(by end: WorkerProcess.End, of folder: TrialFolder) throws -> TrialFailure?
    {
        // Whoever has taken the trial over by now may be writing, or be paused while it does.
        for _ in 0..<20 {
            let failure = try FolderLock.holdIfFree(folder) { () -> TrialFailure? in
                guard !folder.hasEnded else { return nil }
                // One that is at work again may yet get to its end, and its result then counts.
                let failure = try counting(end, of: folder)
                try folder.write(failure)
                return failure
            }
            if let failure { return failure }
            usleep(50_000)
        }
        return nil
    }

    private func counting(
        _ end: WorkerProcess.End, of folder: TrialFolder
    ) throws -> TrialFailure {
        var failure = try folder.recordedFailure() ?? TrialFailure()
        if end == .signalled(SIGKILL) {
            // This is what a system does that has no memory left, but others do it too.
            failure.countKill(evaluations: folder.evaluationCount)
            let count = failure.kills?.count ?? 1
            failure.message = Self.killSentence(count)
            failure.isFinal = count >= Self.greatestKillCount
        } else {
            let log = folder.lastLogLines()
            failure.crashes += 1
            failure.message = sentence(end) + (log.isEmpty ? "" : "\n" + log)
            failure.isFinal = failure.crashes > retries
        }
        return failure
    }

    /// A worker has ended without a trial.
    private func noteFalseStart(_ end: WorkerProcess.End) throws {
        if case .signalled(let number) = end, StopSignal.isFromOutside(number) {
            earlyKills += 1
            guard earlyKills < Self.greatestEarlyKillCount else {
                throw SweepError.workersFail(message: sentence(end))
            }
        } else {
            falseStarts += 1
            guard falseStarts < Self.greatestFalseStartCount else {
                throw SweepError.workersFail(message: breakdown ?? sentence(end))
            }
        }
    }

    private static func killSentence(_ count: Int) -> String {
        "Its process was killed \(count) time\(count == 1 ? "" : "s") in a row without getting to "
            + "another evaluation, probably for want of memory; run the sweep with fewer --jobs, or "
            + "give the trial a smaller batch."
    }

    private func sentence(_ end: WorkerProcess.End) -> String {
        switch end {
        case .exited(let status): "Its process ended with status \(status)."
        case .signalled(let number):
            "Its process was ended by signal \(number) (\(String(cString: strsignal(number))))."
        }
    }
}

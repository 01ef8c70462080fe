import Foundation

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
            guard end != .exited(0) else {
                look()
                continue
            }
            try note(end, of: worker.trial)
        }
        workers = left
    }

    /// A worker has ended otherwise than it should.
    private func note(_ end: WorkerProcess.End, of trial: String?) throws {
        // A worker that was asked to stop says so by its status.
        guard !isStopping else { return }
        guard let trial else {
            falseStarts += 1
            guard falseStarts < Self.greatestFalseStartCount else {
                throw SweepError.workersFail(message: breakdown ?? sentence(end))
            }
            return
        }
        progress.release(trial)
        let folder = directory.trial(trial)
        guard !folder.hasEnded else { return }
        // A process that was killed from outside says nothing against its trial.
        if case .signalled(let number) = end, StopSignal.isFromOutside(number) { return }
        let log = folder.lastLogLines()
        var failure =
            folder.recordedFailure() ?? TrialFailure(crashes: 0, message: "", isFinal: false)
        failure.crashes += 1
        failure.message = sentence(end) + (log.isEmpty ? "" : "\n" + log)
        failure.isFinal = failure.crashes >= Self.greatestCrashCount
        try folder.write(failure)
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

    private func sentence(_ end: WorkerProcess.End) -> String {
        switch end {
        case .exited(let status): "Its process ended with status \(status)."
        case .signalled(let number):
            "Its process was ended by signal \(number) (\(String(cString: strsignal(number))))."
        }
    }
}

import Corpora
import Foundation
import Runtime
import Training
import Transformer

extension Worker {
    /// How work on a trial came to its end.
    enum TrialEnd { case ended, paused, lost, interrupted }

    /// Trains a claimed trial to its end, and records how it went.
    ///
    /// - Parameter step: Where it pauses instead; nil for nowhere.
    /// - Throws: `FileError` or `SweepError` where the directory cannot be written, which concerns
    ///   every trial; the claim is then given back.
    func work(on claim: Claim, until step: Int? = nil) throws -> TrialEnd {
        let folder = claim.folder
        let log = logsTrials ? LogRedirection(to: folder.log) : nil
        let heartbeat = Heartbeat(claim, every: timing.beatInterval)
        let watchdog = Watchdog(patience: timing.hangPatience)
        var isOwn = true
        defer {
            watchdog.stop()
            heartbeat.stop()
            log?.end(isOwn: isOwn)
        }
        report(WorkerEvent(.claimed, trial: folder.id))
        do {
            try claim.whileHeld { folder.removeTemporaryFiles() }
            let end = try train(claim, until: step, watchdog)
            if end == .interrupted {
                claim.release()
                report(WorkerEvent(.released, trial: folder.id))
            }
            return end
        } catch is ClaimLost {
            isOwn = false
            report(WorkerEvent(.released, trial: folder.id))
            return .lost
        } catch let error as SweepError where error.isOfOneTrial {
            try fail(claim, message: "\(error)")
            return .ended
        } catch let error where error is FileError || error is SweepError {
            // Whoever has taken over may tidy up under the feet of a holder that is late.
            guard (try? claim.isHeld) != false else {
                isOwn = false
                report(WorkerEvent(.released, trial: folder.id))
                return .lost
            }
            claim.release()
            report(WorkerEvent(.released, trial: folder.id))
            throw error
        } catch {
            try fail(claim, message: "\(error)")
            return .ended
        }
    }

    private func train(
        _ claim: Claim, until step: Int?, _ watchdog: Watchdog
    ) throws -> TrialEnd {
        let folder = claim.folder
        let trial = try preparer.prepare(folder, catalogue: catalogue)
        try memoryLimit.check(trial)
        let trainer = try Trainer(
            trial.config.model, trial.config.variant, training: trial.config.training,
            corpus: trial.corpus, pool: pool)
        var watch = ClaimWatch(claim, interval: timing.checkInterval)
        var reporter = TrialReporter(trial: trial.id, steps: trainer.steps, report: report)
        let outcome = try trainer.run(
            in: folder.root, identity: trial.id, until: step, onUnusableState: .restart,
            observe: { event in
                watchdog.notice()
                if case .stepped(let step, _) = event { claim.note(step: step, of: trainer.steps) }
                reporter.observe(event)
            },
            shouldStop: {
                watchdog.notice()
                guard watch.isHeld() else { throw ClaimLost() }
                return shouldStop()
            },
            writing: { try claim.whileHeld($0) })
        if outcome.status == .interrupted { return .interrupted }
        guard let status = TrialRecord.Status(ended: outcome.status) else {
            try pause(claim, at: step ?? outcome.steps, outcome, of: trainer.steps)
            return .paused
        }
        var record = trial.record
        record.status = status
        record.outcome = TrialRecord.Outcome(outcome, floor: trainer.floor)
        record.run = TrialRecord.Run(
            seconds: outcome.seconds, tokensPerSecond: outcome.tokensPerSecond,
            instructionSet: instructionSet,
            precision: trial.config.training.precision.record,
            host: ProcessInfo.processInfo.hostName)
        try claim.whileHeld {
            try AtomicFile.write([JSONText.page(record)], to: folder.result)
            // An ended trial is not resumed, and its state is three times its weights.
            folder.removeStates()
            try? FileManager.default.removeItem(at: folder.failure)
        }
        claim.end()
        var event = WorkerEvent(.ended, trial: trial.id)
        event.status = status
        event.step = outcome.steps
        event.validationLoss = outcome.bestValidationLoss
        report(event)
        return .ended
    }

    private func fail(_ claim: Claim, message: String) throws {
        let folder = claim.folder
        do {
            try claim.whileHeld {
                var failure = try folder.recordedFailure() ?? TrialFailure()
                failure.message = message
                failure.isFinal = true
                try folder.write(failure)
            }
        } catch is ClaimLost {
            return
        }
        claim.end()
        var event = WorkerEvent(.failed, trial: folder.id)
        event.message = message
        report(event)
    }
}

/// Looks at a claim from time to time, as a look at the disk before every step would cost more than
/// a small step.
private struct ClaimWatch {
    private let claim: Claim
    private let interval: Duration
    private var last: ContinuousClock.Instant?

    init(_ claim: Claim, interval: Double) {
        self.claim = claim
        self.interval = .seconds(interval)
    }

    mutating func isHeld() -> Bool {
        // The clock runs on while a process is stopped, so that one that wakes up looks at once.
        let now = ContinuousClock.now
        if let last, now - last < interval { return true }
        last = now
        // Where the system does not say, the next look or the next write will tell.
        return (try? claim.isHeld) != false
    }
}

import Training
import Transformer

/// How far a sweep is.
package struct SweepProgress: Sendable {
    /// A trial at work.
    package struct Running: Sendable {
        package var title: String
        package var step = 0
        package var steps = 0
        package var validationLoss: Double?
        package var trainLoss: Double?
        /// What is being measured, once training has ended.
        package var measuring: String?

        var fraction: Double { steps > 0 ? Double(step) / Double(steps) : 0 }
    }

    /// What is known of a trial without reading its files.
    private struct Trial {
        let title: String
        /// Floating-point operations to its end.
        let work: Double
    }

    private let trials: [String: Trial]
    /// The trials in the order in which they are to run.
    package let trialIDs: [String]
    private let now: @Sendable () -> ContinuousClock.Instant
    private let start: ContinuousClock.Instant
    /// The work that was done when this run began.
    private var doneAtStart = 0.0
    private var done = 0.0
    /// Trials by how they ended.
    package private(set) var ended: [String: TrialRecord.Status] = [:]
    package private(set) var running: [String: Running] = [:]
    /// The least validation loss so far, and whose it is.
    package private(set) var best: (loss: Double, title: String)?

    package var total: Int { trials.count }
    package var endedCount: Int { ended.count }
    /// Trials that failed or diverged.
    package var unsuccessfulCount: Int { ended.values.count { $0 != .finished } }

    /// Nothing of a sweep is done; trials are called by their first cells.
    ///
    /// - Parameter now: the clock, for tests.
    package init(
        _ sweep: PreparedSweep, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        var titles: [String: String] = [:]
        for (cell, id) in zip(sweep.plan.cells, sweep.cellTrials) where titles[id] == nil {
            titles[id] = cell.description.isEmpty ? cell.config.variant.name : cell.description
        }
        trials = Dictionary(
            uniqueKeysWithValues: sweep.trials.map {
                ($0.id, Trial(title: titles[$0.id] ?? $0.id, work: $0.flops))
            })
        trialIDs = sweep.trials.map(\.id)
        self.now = now
        start = now()
    }

    package func title(_ id: String) -> String { trials[id]?.title ?? id }

    /// Counts a trial that has ended without this run's doing.
    package mutating func resume(_ id: String, _ status: TrialRecord.Status, loss: Double?) {
        if ended[id] == nil { doneAtStart += trials[id]?.work ?? 0 }
        end(id, status, loss: loss)
    }

    mutating func end(_ id: String, _ status: TrialRecord.Status, loss: Double?) {
        running[id] = nil
        guard let trial = trials[id], ended.updateValue(status, forKey: id) == nil else { return }
        done += trial.work
        if status == .finished { consider(loss, trial.title) }
    }

    package mutating func update(_ event: WorkerEvent) {
        switch event.kind {
        case .claimed:
            running[event.trial] = Running(title: title(event.trial))
        case .stepped, .evaluated, .restarted:
            var trial = running[event.trial] ?? Running(title: title(event.trial))
            trial.step = event.step ?? trial.step
            trial.steps = event.steps ?? trial.steps
            trial.validationLoss = event.validationLoss ?? trial.validationLoss
            trial.trainLoss = event.trainLoss ?? trial.trainLoss
            trial.measuring = event.measuring
            running[event.trial] = trial
        case .ended: end(event.trial, event.status ?? .finished, loss: event.validationLoss)
        case .failed: end(event.trial, .failed, loss: nil)
        case .released: running[event.trial] = nil
        case .broken: break
        }
    }

    /// Forgets a trial whose worker is gone.
    mutating func release(_ id: String) { running[id] = nil }

    /// The fraction of all work that is done.
    package var fraction: Double {
        let all = trials.values.reduce(0) { $0 + $1.work }
        return all > 0 ? min(1, doneNow / all) : 1
    }

    /// Seconds to the end, at the speed of this run so far; nil while nothing is known.
    package var secondsLeft: Double? {
        let speed = (doneNow - doneAtStart) / elapsedSeconds
        guard elapsedSeconds > 2, speed > 0 else { return nil }
        let all = trials.values.reduce(0) { $0 + $1.work }
        return max(0, all - doneNow) / speed
    }

    package var elapsedSeconds: Double { (now() - start).seconds }

    private var doneNow: Double {
        running.reduce(done) { $0 + $1.value.fraction * (trials[$1.key]?.work ?? 0) }
    }

    private mutating func consider(_ loss: Double?, _ title: String) {
        guard let loss, loss < best?.loss ?? .infinity else { return }
        best = (loss, title)
    }
}

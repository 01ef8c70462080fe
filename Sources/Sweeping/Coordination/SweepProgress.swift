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
        /// When this run began to see it at work, and how far it was then.
        var since: ContinuousClock.Instant
        var fractionThen = 0.0

        var fraction: Double { steps > 0 ? Double(step) / Double(steps) : 0 }
    }

    /// What is known of a trial without reading its files.
    private struct Trial {
        let title: String
        /// The number of its kind: trials alike have everything in common but the seed.
        let kind: Int
        /// A guess at the seconds to its end, `PreparedTrial.secondsGuessed`.
        let work: Double
    }

    private let trials: [String: Trial]
    /// The trials in the order in which they are to run.
    package let trialIDs: [String]
    private let now: @Sendable () -> ContinuousClock.Instant
    private let start: ContinuousClock.Instant
    private var done = 0.0
    /// What the trials that ended in this run have taken.
    private var taken: [Int: TimeTaken] = [:]
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
        // A number, as the time left is worked out for each trial that ends.
        var kinds: [TrialConfig: Int] = [:]
        trials = Dictionary(
            uniqueKeysWithValues: sweep.trials.map { trial in
                var config = trial.config
                config.training.seed = 0
                let kind = kinds[config] ?? kinds.count
                kinds[config] = kind
                return (
                    trial.id,
                    Trial(
                        title: titles[trial.id] ?? trial.id, kind: kind,
                        work: trial.secondsGuessed)
                )
            })
        trialIDs = sweep.trials.map(\.id)
        self.now = now
        start = now()
    }

    package func title(_ id: String) -> String { trials[id]?.title ?? id }

    /// Counts a trial that has ended without this run's doing.
    package mutating func resume(_ id: String, _ status: TrialRecord.Status, loss: Double?) {
        end(id, status, loss: loss)
    }

    mutating func end(_ id: String, _ status: TrialRecord.Status, loss: Double?) {
        let last = running.removeValue(forKey: id)
        guard let trial = trials[id], ended.updateValue(status, forKey: id) == nil else { return }
        done += trial.work
        // What went wrong halfway says little of its like.
        if let last, status == .finished {
            taken[trial.kind, default: TimeTaken()].add(time(of: last, at: 1), work: trial.work)
        }
        if status == .finished { consider(loss, trial.title) }
    }

    package mutating func update(_ event: WorkerEvent) {
        switch event.kind {
        case .claimed:
            running[event.trial] = Running(title: title(event.trial), since: now())
        case .stepped, .evaluated, .restarted:
            var trial =
                running[event.trial] ?? Running(title: title(event.trial), since: now())
            let isFirst = trial.steps == 0
            trial.step = event.step ?? trial.step
            trial.steps = event.steps ?? trial.steps
            // One that goes on where an earlier run left it, or starts over.
            if isFirst || trial.fraction < trial.fractionThen {
                trial.fractionThen = trial.fraction
            }
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

    /// Seconds to the end, as far as this run tells: trials like one that was at work here will take
    /// as long, others as much longer or shorter than guessed as those did; nil while next to
    /// nothing is known.
    package var secondsLeft: Double? {
        var taken = taken
        for (id, one) in running {
            guard let trial = trials[id] else { continue }
            taken[trial.kind, default: TimeTaken()]
                .add(time(of: one, at: one.fraction), work: trial.work)
        }
        let all = taken.values.reduce(into: TimeTaken()) { $0.add($1) }
        guard elapsedSeconds > 2, let ratio = all.ratio else { return nil }
        let left = trials.filter { ended[$0.key] == nil }.map { id, trial -> Double in
            let rest = 1 - (running[id]?.fraction ?? 0)
            return (taken[trial.kind]?.ratio ?? ratio) * trial.work * rest
        }
        // As many side by side as until now, but none in less time than it takes by itself.
        let sideBySide = max(1, all.seconds / elapsedSeconds)
        return max(left.reduce(0, +) / sideBySide, left.max() ?? 0)
    }

    /// What a trial has taken since this run saw it first, and which part of it that was.
    private func time(of trial: Running, at fraction: Double) -> TimeTaken.Part {
        TimeTaken.Part(
            seconds: (now() - trial.since).seconds, fraction: fraction - trial.fractionThen)
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

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
        /// The place of its kind.
        let kind: Int
    }

    /// Trials that differ by nothing but the seed, and take as long.
    private struct Kind {
        /// A guess at the seconds of each, `PreparedTrial.secondsGuessed`.
        let work: Double
        /// Those that have not ended, each counted by the part of it that is expected to be done.
        var left = 0.0
        /// What those that ended in this run have taken.
        var taken = TimeTaken()
    }

    private let trials: [String: Trial]
    /// Sums over many trials, so that no look at them all is needed for each that ends.
    private var kinds: [Kind] = []
    private let allWork: Double
    /// The trials in the order in which they are to run.
    package let trialIDs: [String]
    private let now: @Sendable () -> ContinuousClock.Instant
    private let start: ContinuousClock.Instant
    private var done = 0.0
    /// The trials that wait at a rung, and the part of their steps that they have made.
    private(set) var stopped: [String: Double] = [:]
    /// The trials that need not run.
    var unneeded: Set<String> = []
    /// Which part of its work a trial is expected to do, where that is not all.
    private let expected: [String: Double]
    /// Trials by how they ended.
    package private(set) var ended: [String: TrialRecord.Status] = [:]
    package private(set) var running: [String: Running] = [:]
    /// The least validation loss so far, and whose it is.
    package private(set) var best: (loss: Double, title: String)?

    package var total: Int { trials.count }
    package var endedCount: Int { ended.count }
    /// Trials that wait at a rung, unless they are promoted.
    package var stoppedCount: Int { stopped.count }
    /// Trials that have ended, wait at a rung, or need not run.
    package var settledCount: Int {
        ended.count + stopped.count + unneeded.count { ended[$0] == nil }
    }
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
        let expected = sweep.expectedShares
        var trials: [String: Trial] = [:]
        var places: [TrialConfig: Int] = [:]
        for trial in sweep.trials {
            var config = trial.config
            config.training.seed = 0
            let kind = places[config, default: kinds.count]
            if kind == kinds.count {
                kinds.append(Kind(work: trial.secondsGuessed))
                places[config] = kind
            }
            kinds[kind].left += expected[trial.id] ?? 1
            trials[trial.id] = Trial(title: titles[trial.id] ?? trial.id, kind: kind)
        }
        self.trials = trials
        allWork = kinds.reduce(0) { $0 + $1.work * $1.left }
        trialIDs = sweep.trials.map(\.id)
        self.expected = expected
        self.now = now
        start = now()
    }

    package func title(_ id: String) -> String { trials[id]?.title ?? id }

    /// Counts a trial that has ended without this run's doing.
    package mutating func resume(_ id: String, _ status: TrialRecord.Status, loss: Double?) {
        end(id, status, loss: loss)
    }

    /// Counts a trial that waits at a rung without this run's doing, or no longer does.
    mutating func resume(_ id: String, stoppedAt fraction: Double?) {
        guard ended[id] == nil, running[id] == nil else { return }
        stopped[id] = fraction
    }

    /// A trial waits at a rung.
    private mutating func stop(_ event: WorkerEvent) {
        let last = running.removeValue(forKey: event.trial)
        guard let trial = trials[event.trial], ended[event.trial] == nil,
            let step = event.step, let steps = event.steps, steps > 0
        else { return }
        let fraction = Double(step) / Double(steps)
        stopped[event.trial] = fraction
        if let last {
            kinds[trial.kind].taken.add(
                time(of: last, at: fraction), work: kinds[trial.kind].work)
        }
        consider(event.validationLoss, trial.title)
    }

    mutating func end(_ id: String, _ status: TrialRecord.Status, loss: Double?) {
        let last = running.removeValue(forKey: id)
        stopped[id] = nil
        guard let trial = trials[id], ended.updateValue(status, forKey: id) == nil else { return }
        let work = kinds[trial.kind].work
        done += work
        kinds[trial.kind].left -= expected[id] ?? 1
        // What went wrong halfway says little of its like.
        if let last, status == .finished {
            kinds[trial.kind].taken.add(time(of: last, at: 1), work: work)
        }
        if status == .finished { consider(loss, trial.title) }
    }

    package mutating func update(_ event: WorkerEvent) {
        switch event.kind {
        case .claimed:
            stopped[event.trial] = nil
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
        case .paused: stop(event)
        case .released: running[event.trial] = nil
        case .broken: break
        }
    }

    /// Forgets a trial whose worker is gone.
    mutating func release(_ id: String) { running[id] = nil }

    /// The fraction of all work that is done.
    package var fraction: Double {
        let all = allWork - unneeded.reduce(0) { $0 + work(of: $1) }
        return all > 0 ? min(1, doneNow / all) : 1
    }

    /// Seconds to the end, as far as this run tells: trials like one that was at work here will take
    /// as long, others as much longer or shorter than guessed as those did; nil while next to
    /// nothing is known.
    package var secondsLeft: Double? {
        guard elapsedSeconds > 2 else { return nil }
        var kinds = kinds
        for (id, one) in running {
            guard let kind = trials[id]?.kind else { continue }
            kinds[kind].taken.add(time(of: one, at: one.fraction), work: kinds[kind].work)
        }
        // What waits at a rung has done its part already, and what is not needed has none.
        for (id, fraction) in stopped where running[id] == nil {
            guard let kind = trials[id]?.kind else { continue }
            kinds[kind].left -= min(share(id), fraction)
        }
        for id in unneeded where ended[id] == nil && running[id] == nil {
            guard let kind = trials[id]?.kind else { continue }
            kinds[kind].left -= expected[id] ?? 1
        }
        let all = kinds.reduce(into: TimeTaken()) { $0.add($1.taken) }
        guard let ratio = all.ratio else { return nil }
        var sum = 0.0
        var longest = 0.0
        for (id, one) in running where ended[id] == nil {
            guard let kind = trials[id]?.kind else { continue }
            let rest = max(0, share(id) - one.fraction)
            let seconds = (kinds[kind].taken.ratio ?? ratio) * kinds[kind].work * rest
            sum += seconds
            longest = max(longest, seconds)
            kinds[kind].left -= expected[id] ?? 1
        }
        // The others have yet to begin, or to go on.
        for kind in kinds where kind.left > 1e-9 {
            let seconds = (kind.taken.ratio ?? ratio) * kind.work
            sum += seconds * kind.left
            longest = max(longest, seconds * min(1, kind.left))
        }
        // As many side by side as until now, but none in less time than it takes by itself.
        let sideBySide = max(1, all.seconds / elapsedSeconds)
        return max(sum / sideBySide, longest)
    }

    /// The guess at the seconds that a trial is expected to take.
    private func work(of id: String) -> Double {
        (trials[id].map { kinds[$0.kind].work } ?? 0) * (expected[id] ?? 1)
    }

    /// Which part of its work a trial is expected to do.
    private func share(_ id: String) -> Double {
        unneeded.contains(id) ? 0 : expected[id] ?? 1
    }

    /// What a trial has taken since this run saw it first, and which part of it that was.
    private func time(of trial: Running, at fraction: Double) -> TimeTaken.Part {
        TimeTaken.Part(
            seconds: (now() - trial.since).seconds, fraction: fraction - trial.fractionThen)
    }

    package var elapsedSeconds: Double { (now() - start).seconds }

    private var doneNow: Double {
        running.mapValues(\.fraction).merging(stopped) { first, _ in first }
            .reduce(done) { $0 + $1.value * (trials[$1.key].map { kinds[$0.kind].work } ?? 0) }
    }

    private mutating func consider(_ loss: Double?, _ title: String) {
        guard let loss, loss < best?.loss ?? .infinity else { return }
        best = (loss, title)
    }
}

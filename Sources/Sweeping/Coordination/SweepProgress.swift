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
        /// Those that have not ended.
        var left = 0
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
            kinds[kind].left += 1
            trials[trial.id] = Trial(title: titles[trial.id] ?? trial.id, kind: kind)
        }
        self.trials = trials
        allWork = kinds.reduce(0) { $0 + $1.work * Double($1.left) }
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
        let work = kinds[trial.kind].work
        done += work
        kinds[trial.kind].left -= 1
        // What went wrong halfway says little of its like.
        if let last, status == .finished {
            kinds[trial.kind].taken.add(time(of: last, at: 1), work: work)
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
        allWork > 0 ? min(1, doneNow / allWork) : 1
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
        let all = kinds.reduce(into: TimeTaken()) { $0.add($1.taken) }
        guard let ratio = all.ratio else { return nil }
        var sum = 0.0
        var longest = 0.0
        for (id, one) in running where ended[id] == nil {
            guard let kind = trials[id]?.kind else { continue }
            let seconds = (kinds[kind].taken.ratio ?? ratio) * kinds[kind].work * (1 - one.fraction)
            sum += seconds
            longest = max(longest, seconds)
            kinds[kind].left -= 1
        }
        // The others have yet to begin.
        for kind in kinds where kind.left > 0 {
            let seconds = (kind.taken.ratio ?? ratio) * kind.work
            sum += seconds * Double(kind.left)
            longest = max(longest, seconds)
        }
        // As many side by side as until now, but none in less time than it takes by itself.
        let sideBySide = max(1, all.seconds / elapsedSeconds)
        return max(sum / sideBySide, longest)
    }

    /// What a trial has taken since this run saw it first, and which part of it that was.
    private func time(of trial: Running, at fraction: Double) -> TimeTaken.Part {
        TimeTaken.Part(
            seconds: (now() - trial.since).seconds, fraction: fraction - trial.fractionThen)
    }

    package var elapsedSeconds: Double { (now() - start).seconds }

    private var doneNow: Double {
        running.reduce(done) { sum, one in
            sum + one.value.fraction * (trials[one.key].map { kinds[$0.kind].work } ?? 0)
        }
    }

    private mutating func consider(_ loss: Double?, _ title: String) {
        guard let loss, loss < best?.loss ?? .infinity else { return }
        best = (loss, title)
    }
}

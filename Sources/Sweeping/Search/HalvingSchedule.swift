/// Successive halving over the trials of a directory.
///
/// What others do is learnt from their trials' `rung.json`: at once of those that are known to be
/// under way and of the one to be worked on, and of the others from time to time. A view that lags
/// behind begins another trial where it could have promoted one, as one that decides a moment
/// earlier does.
struct HalvingSchedule: TrialSchedule {
    /// All files are read for at most one part in so many of the time.
    private static let share = 20

    private let directory: SweepDirectory
    private let trials: [String]
    private let places: [String: Int]
    /// The steps of each rung; the last is the trials' end.
    private let steps: [Int]
    private var halving: SuccessiveHalving
    private var nextLook = ContinuousClock.now

    /// - Throws: As `next(besides:)`.
    init(_ trials: [String], reduction: Int, rungs: [Int], in directory: SweepDirectory) throws {
        self.directory = directory
        self.trials = trials
        places = Dictionary(uniqueKeysWithValues: zip(trials, trials.indices))
        steps = rungs
        halving = SuccessiveHalving(trials: trials.count, reduction: reduction, rungs: rungs.count)
        try lookAtAll()
    }

    mutating func next(besides held: Set<String>) throws -> ScheduleDecision {
        if ContinuousClock.now >= nextLook { try lookAtAll() }
        for trial in halving.underWay { try look(at: trial) }
        let held = Set(held.compactMap { places[$0] })
        var isUpToDate = false
        while true {
            // Whose holder is gone.
            if let trial = halving.underWay.subtracting(held).min(),
                let rung = halving.rung(of: trial)
            {
                return .work(TrialJob(trials[trial], until: steps[rung]))
            }
            switch halving.next(besides: held) {
            case .promote(let trial, let rung):
                if try look(at: trial) { continue }
                return .work(TrialJob(trials[trial], until: steps[rung]))
            case .begin(let trial):
                if try look(at: trial) { continue }
                return .work(TrialJob(trials[trial], until: steps[0]))
            case nil: break
            }
            guard halving.underWay.isEmpty, halving.next() == nil else { return .wait }
            if isUpToDate { return .complete }
            try lookAtAll()
            isUpToDate = true
        }
    }

    mutating func confirms(_ job: TrialJob) throws -> Bool {
        guard let trial = places[job.trial], let until = job.until else { return false }
        try look(at: trial)
        guard let rung = halving.rung(of: trial) else { return true }
        // Somebody else may have promoted it, or been there, since the job was given.
        return halving.underWay.contains(trial)
            ? steps[rung] == until : rung + 1 < steps.count && steps[rung + 1] == until
    }

    private mutating func lookAtAll() throws {
        let start = ContinuousClock.now
        for trial in trials.indices where !isSettled(trial) { try look(at: trial) }
        let end = ContinuousClock.now
        nextLook = end + max(.seconds(1), (end - start) * Self.share)
    }

    /// Whether nothing about it can change any more.
    private func isSettled(_ trial: Int) -> Bool {
        halving.completedCount(of: trial) == steps.count
    }

    /// Reads what a trial's folder says now.
    ///
    /// - Returns: Whether that is something new.
    @discardableResult
    private mutating func look(at trial: Int) throws -> Bool {
        let folder = directory.trial(trials[trial])
        // What cannot be read now is looked at again; whoever works on the trial is told.
        let known = try? folder.rungs()
        var end = known == nil && folder.hasEnded ? TrialEnd(folder) : nil
        // One that has ended before anybody looked for the best is in the rung where it ended.
        let ended = end.map { end in steps.first { $0 >= end.steps } ?? steps[steps.count - 1] }
        guard let rungs = known ?? ended.map({ TrialRungs(target: $0) }) else { return false }
        let before = (halving.rung(of: trial), halving.completedCount(of: trial))
        // Of a spec whose rungs have changed since, a trial may be between two.
        let rung = steps.lastIndex { $0 <= rungs.target } ?? 0
        halving.place(trial, in: rung)
        if end == nil, halving.completedCount(of: trial) <= rung, folder.hasEnded {
            end = TrialEnd(folder)
        }
        while halving.completedCount(of: trial) <= rung,
            let loss = try folder.loss(upTo: steps[halving.completedCount(of: trial)], rungs, end)
        {
            halving.complete(trial, loss: loss)
        }
        return before != (halving.rung(of: trial), halving.completedCount(of: trial))
    }
}

/// How a trial has ended.
private struct TrialEnd {
    let isFinished: Bool
    let bestLoss: Double?
    /// The steps that it made, 0 where they are not known.
    let steps: Int

    init(_ folder: TrialFolder) {
        let record = try? folder.record()
        isFinished = record?.status == .finished
        bestLoss = record?.outcome?.bestValidationLoss
        steps = record?.outcome?.steps ?? 0
    }
}

extension TrialFolder {
    /// The loss in the rung of a step: the least until then, infinite for a trial that has diverged
    /// or failed on the way; nil where the trial has yet to get there.
    ///
    /// A trial that patience has ended early is compared by its best loss in every rung.
    ///
    /// - Throws: What reading the trial's evaluations throws.
    fileprivate func loss(
        upTo step: Int, _ rungs: TrialRungs, _ end: TrialEnd?
    ) throws -> Double? {
        if let result = rungs.results.first(where: { $0.step == step }) {
            return result.loss ?? .infinity
        }
        let beyond = rungs.results.first { $0.step > step }
        guard beyond != nil || end != nil else { return nil }
        if beyond == nil, let end {
            guard end.isFinished else { return .infinity }
            // Its own best loss is that of all of its evaluations.
            if end.steps > 0, end.steps <= step { return end.bestLoss ?? .infinity }
        }
        // Rungs that were other ones when the trial was there, or a trial that has ended: its
        // evaluations tell, and in a copy without them the nearest that is known.
        return try leastLoss(upTo: step) ?? beyond?.loss ?? end?.bestLoss ?? .infinity
    }
}

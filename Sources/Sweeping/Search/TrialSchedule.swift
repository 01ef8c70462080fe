import Foundation

/// A piece of work on one trial.
package struct TrialJob: Hashable, Sendable {
    /// The trial's identity.
    package let trial: String
    /// The optimiser's steps after which the trial pauses, to be compared with others; nil where it
    /// goes on to its end.
    package let until: Int?

    package init(_ trial: String, until: Int? = nil) {
        self.trial = trial
        self.until = until
    }
}

/// Decides what is to be worked on next, from what a sweep's directory says alone, so that any
/// number of workers share a sweep without anybody who tells them what to do.
///
/// A schedule remembers what cannot change any more, such as trials that have ended, and reads
/// files of the others only as it needs them.
package protocol TrialSchedule {
    /// What is to be done next.
    ///
    /// - Parameter held: Trials that others are at work on.
    /// - Throws: What reading a trial's files throws, where a decision depends on them.
    mutating func next(besides held: Set<String>) throws -> ScheduleDecision

    /// Reads anew what has become of a trial, and says whether a job on it, which was given before
    /// the trial was claimed, is still to be done.
    ///
    /// - Throws: As `next(besides:)`.
    mutating func confirms(_ job: TrialJob) throws -> Bool

    /// Trials of the sweep that need not run, as far as it is known by now.
    var unneeded: Set<String> { get }
}

extension TrialSchedule {
    package var unneeded: Set<String> { [] }

    /// Whether nothing is left to be done, now or later.
    ///
    /// - Throws: As `next(besides:)`.
    package mutating func isComplete() throws -> Bool { try next(besides: []) == .complete }
}

/// What a schedule says.
package enum ScheduleDecision: Hashable, Sendable {
    case work(TrialJob)
    /// Others are at work, and what they find may bring new work.
    case wait
    /// Nothing is left to be done.
    case complete
}

extension SweepManifest {
    /// The schedule of the sweep.
    ///
    /// - Throws: `SweepError.damagedFile` where the manifest's search cannot be followed; what reading
    ///   a trial's files throws.
    package func schedule(in directory: SweepDirectory) throws -> any TrialSchedule {
        guard search?.isSound ?? true else {
            throw SweepError.damagedFile(path: directory.manifest.path)
        }
        switch search {
        case nil: return PlanOrderSchedule(trialIDs, in: directory)
        case .halving(let reduction, let rungs):
            return try HalvingSchedule(
                trialIDs, reduction: reduction, rungs: rungs, in: directory)
        case .tuning(let keys, let choose, _):
            return TuningSchedule(Tuning(cells, keys: keys, choose: choose), in: directory)
        }
    }
}

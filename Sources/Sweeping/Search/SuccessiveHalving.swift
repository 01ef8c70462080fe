/// Asynchronous successive halving, ASHA (Li et al.: A System for Massively Parallel Hyperparameter
/// Tuning. MLSys 2020, Algorithm 2): whenever there is room for work, the best trial that is among
/// the best of its rung and was not yet promoted goes on to the next rung, and where there is none,
/// another trial begins. Nobody waits for a rung to fill up.
///
/// It is told what has become of trials, which are numbered in the order in which they begin, and
/// says what is to be done; it reads no file. Trials come from a list, which ends, and not from an
/// endless draw.
package struct SuccessiveHalving: Sendable {
    /// What is to be done next.
    package enum Decision: Hashable, Sendable {
        /// The trial goes on to a rung.
        case promote(Int, to: Int)
        /// The trial begins, towards rung 0.
        case begin(Int)
    }

    /// A trial's result in a rung.
    private struct Result: Comparable {
        let loss: Double
        let trial: Int

        static func < (a: Result, b: Result) -> Bool {
            a.loss == b.loss ? a.trial < b.trial : a.loss < b.loss
        }
    }

    private let reduction: Int
    /// For each trial, the rung that it was let go on to; nil where it has yet to begin.
    private var placed: [Int?]
    /// For each trial, the number of rungs that it has completed.
    private var completed: [Int]
    /// The results of each rung, the best first.
    private var rungs: [[Result]]
    /// All trials before this one have begun.
    private var firstToBegin = 0
    /// The trials that have yet to reach the rung that they were let go on to.
    package private(set) var underWay: Set<Int> = []

    /// No trial has begun.
    ///
    /// - Parameters:
    ///   - reduction: Of how many trials in a rung one is promoted.
    ///   - rungs: The number of rungs, the last of which is the trials' end.
    package init(trials: Int, reduction: Int, rungs: Int) {
        self.reduction = reduction
        placed = Array(repeating: nil, count: trials)
        completed = Array(repeating: 0, count: trials)
        self.rungs = Array(repeating: [], count: rungs)
    }

    /// The rung that a trial was let go on to; nil where it has yet to begin.
    package func rung(of trial: Int) -> Int? { placed[trial] }

    /// How many rungs a trial has completed.
    package func completedCount(of trial: Int) -> Int { completed[trial] }

    /// Notes that a trial has begun, or was promoted. What is known already changes nothing.
    package mutating func place(_ trial: Int, in rung: Int) {
        guard rung < rungs.count, rung > placed[trial] ?? -1 else { return }
        placed[trial] = rung
        if completed[trial] <= rung { underWay.insert(trial) }
        while firstToBegin < placed.count, placed[firstToBegin] != nil { firstToBegin += 1 }
    }

    /// Notes the loss of a trial in the first rung that it has not yet completed. A loss that is
    /// infinite, or no number, is never promoted.
    package mutating func complete(_ trial: Int, loss: Double) {
        let rung = completed[trial]
        guard rung < rungs.count else { return }
        let result = Result(loss: loss.isNaN ? .infinity : loss, trial: trial)
        var low = 0
        var high = rungs[rung].count
        while low < high {
            let middle = (low + high) / 2
            if rungs[rung][middle] < result { low = middle + 1 } else { high = middle }
        }
        rungs[rung].insert(result, at: low)
        completed[trial] += 1
        if let place = placed[trial], place < completed[trial] { underWay.remove(trial) }
    }

    /// What is to be done next; nil where nothing can be done before another trial completes its
    /// rung, or at all.
    ///
    /// - Parameter held: Trials that others have begun to work on, which keep their place among the
    ///   best of their rung.
    package func next(besides held: Set<Int> = []) -> Decision? {
        for rung in rungs.indices.dropLast().reversed() {
            let results = rungs[rung]
            // The best of the rung that were not promoted yet, highest rung first.
            for result in results.prefix(results.count / reduction)
            where placed[result.trial] == rung && result.loss < .infinity
                && !held.contains(result.trial)
            {
                return .promote(result.trial, to: rung + 1)
            }
        }
        return (firstToBegin..<placed.count).first { placed[$0] == nil && !held.contains($0) }
            .map { .begin($0) }
    }
}

import Foundation

extension SweepDirectory {
    /// The lines of `trials.jsonl` of trials that finished, diverged or were stopped and whose files
    /// are gone, as in a checkout, which keeps the results and not the big files; by identity. A folder that
    /// holds neither a result nor a state is one that was being made anew.
    ///
    /// They have been run all the same. A damaged file tells nothing: it is written anew from what the
    /// trials' folders say.
    func recordsWithoutFolder() -> [String: TrialRecord] {
        let recorded = (try? SweepResults.recorded(in: self)) ?? [:]
        return recorded.filter { id, record in
            [.finished, .diverged, .stopped].contains(record.status)
                && !trial(id).hasBegun
        }
    }
}

extension TrialFolder {
    /// Whether there is something to go on from, or to show.
    fileprivate var hasBegun: Bool {
        [result, state, best].contains { FileManager.default.fileExists(atPath: $0.path) }
    }
}

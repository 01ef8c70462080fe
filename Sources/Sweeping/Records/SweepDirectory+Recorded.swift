import Foundation

extension SweepDirectory {
    /// The lines of `trials.jsonl` of trials that finished or diverged and whose folder is gone, as
    /// in a checkout, which keeps the results and not the big files; by identity.
    ///
    /// They have ended all the same. A damaged file tells nothing: it is written anew from what the
    /// trials' folders say.
    func recordsWithoutFolder() -> [String: TrialRecord] {
        let recorded = (try? SweepResults.recorded(in: self)) ?? [:]
        return recorded.filter { id, record in
            (record.status == .finished || record.status == .diverged)
                && !FileManager.default.fileExists(atPath: trial(id).root.path)
        }
    }
}

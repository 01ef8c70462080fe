import Foundation
import Training

extension SweepDirectory {
    /// The lines of `trials.jsonl` of trials that finished, diverged or were stopped and whose files
    /// are gone, as in a checkout, which keeps the results and not the big files; by identity. A folder that
    /// holds neither a result nor a state is one that was being made anew.
    ///
    /// They have been run all the same.
    ///
    /// - Parameter report: Told of damaged lines, in a sentence: the file is written anew from the
    ///   others and from what the trials' folders say.
    /// - Throws: `FileError` where the file cannot be read.
    func recordsWithoutFolder(
        report: (String) -> Void = { _ in }
    ) throws(FileError) -> [String: TrialRecord] {
        let (recorded, damaged) = try readableRecords()
        if let first = damaged.first {
            report(
                damaged.count == 1
                    ? "Line \(first) of '\(records.path)' is damaged; its trial runs again, unless "
                        + "its folder has the result."
                    : "\(damaged.count) lines of '\(records.path)' are damaged, line \(first) first; "
                        + "their trials run again, unless their folders have the results.")
        }
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

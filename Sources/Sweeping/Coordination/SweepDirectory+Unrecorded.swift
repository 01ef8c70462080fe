import Foundation

extension SweepDirectory {
    /// What to know of trials that have ended without recording what the sweep asks for since: as
    /// the probes decide no result, they stand as they are.
    ///
    /// - Parameter ended: The records of those that have ended, by identity.
    /// - Returns: A sentence for each.
    /// - Throws: What tracing throws.
    func unrecorded(
        of sweep: PreparedSweep, among ended: [String: TrialRecord]
    ) throws -> [String] {
        try sweep.trials.compactMap { trial in
            let folder = self.trial(trial.id)
            guard let record = ended[trial.id], record.status == .finished,
                record.variant != trial.record.variant, try !trial.recordings().isEmpty
            else { return nil }
            return "The trial \(trial.id) has ended as '\(record.variant)' and is kept, without "
                + "what '\(trial.record.variant)' would record besides; to train it again, remove "
                + "\(folder.root.relativePath) and its line in \(records.lastPathComponent)."
        }
    }
}

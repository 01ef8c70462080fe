package import Training

extension SweepResults {
    /// The analyses of the finished trials' best weights, sorted by identity. One of other weights,
    /// as from before its trial was run anew, is left out; see `SweepDirectory.analyses` for the rest.
    ///
    /// - Parameter warn: Told of damaged lines, a sentence each, which are left out.
    /// - Throws: `FileError` where `analysis.jsonl` is there and cannot be read.
    package func analyses(
        warn: (String) -> Void = { _ in }
    ) throws(FileError) -> [TrialAnalysis] {
        var steps: [String: Int] = [:]
        for record in records where record.status == .finished {
            steps[record.id] = record.outcome?.bestStep
        }
        return try directory.analyses(warn: warn).filter { steps[$0.id] == $0.step }
    }
}

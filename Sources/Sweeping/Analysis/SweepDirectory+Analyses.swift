import Foundation
package import Training

extension SweepDirectory {
    /// The analyses of the directory's trials, sorted by identity: those of `analysis.jsonl`, which
    /// suffices for a copy without the trials' folders, and in their place or beside them those of
    /// the folders. Analyses of another version of Varia are left out; those of weights that are not
    /// the best ones any more are not, see `SweepResults.analyses`.
    ///
    /// - Parameter warn: Told of damaged lines, a sentence each, which are left out.
    /// - Throws: `FileError` where one of them is there and cannot be read.
    package func analyses(
        warn: (String) -> Void = { _ in }
    ) throws(FileError) -> [TrialAnalysis] {
        var found = try gathered(warn: warn)
        for id in try FileContent.names(in: trials) {
            if let analysis = try trial(id).recordedAnalysis(step: nil) { found[id] = analysis }
        }
        return found.values.sorted { $0.id < $1.id }
    }

    /// Writes `analysis.jsonl` anew from what is known: a line for each analysis, sorted by identity.
    /// Two processes may do so at once; what one of them leaves out the folders still have.
    ///
    /// - Throws: `FileError` where it cannot be read or written.
    func gatherAnalyses() throws {
        let lines = try analyses().map { try JSONText.line($0) + Data("\n".utf8) }
        if !lines.isEmpty { try replace(gatheredAnalyses, with: lines) }
    }

    /// The lines of `analysis.jsonl` by identity.
    private func gathered(
        warn: (String) -> Void
    ) throws(FileError) -> [String: TrialAnalysis] {
        guard let content = try FileContent.readIfPresent(gatheredAnalyses) else { return [:] }
        let decoder = JSONDecoder()
        var found: [String: TrialAnalysis] = [:]
        let lines = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() where !line.isEmpty {
            if let analysis = try? decoder.decode(TrialAnalysis.self, from: line) {
                guard analysis.version == TrialAnalysis.currentVersion else { continue }
                found[analysis.id] = analysis
            } else if (try? decoder.decode(Stamp.self, from: line))?.version
                ?? TrialAnalysis.currentVersion == TrialAnalysis.currentVersion
            {
                warn(
                    "Line \(number + 1) of '\(gatheredAnalyses.path)' is damaged and left out; "
                        + "`varia analyze` makes its trial's analysis anew.")
            }
        }
        return found
    }

    /// What every version of an analysis says of itself.
    private struct Stamp: Decodable {
        let version: Int
    }
}

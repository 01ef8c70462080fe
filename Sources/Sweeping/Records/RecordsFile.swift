import Foundation
import Training

extension SweepDirectory {
    /// Writes `trials.jsonl` anew from the trials' own files: a line for each trial of the sweep that
    /// has ended or was stopped, sorted by identity.
    ///
    /// A line whose trial's folder is gone, as in a copy of the directory, or that the spec names no
    /// longer, stays as it is. Any number of coordinators may do this at once: a file that is
    /// behind what the directory holds by then is written again, so that the last one is right. A
    /// damaged line is left out, and no other is lost by it.
    ///
    /// - Throws: `FileError` where a file cannot be read or written.
    package func writeRecords(_ manifest: SweepManifest) throws {
        var behind = true
        while behind {
            let ended = Set(manifest.trialIDs.filter { trial($0).hasEnded })
            let lines = try currentLines(manifest)
            try replace(records, with: lines.sorted { $0.key < $1.key }.map(\.value))
            // Another may have read later and written earlier. What had ended before and has no line
            // is damaged, and gets none by another try.
            behind = manifest.trialIDs.contains {
                lines[$0] == nil && !ended.contains($0) && trial($0).hasEnded
            }
        }
    }

    /// The lines of `trials.jsonl` by identity.
    private func currentLines(_ manifest: SweepManifest) throws -> [String: Data] {
        let earlier = try readableRecords().records
        let matches = manifest.matchesByQuestion
        var lines: [String: Data] = [:]
        for cell in manifest.cells where lines[cell.id] == nil {
            var record = try SweepResults.read(cell, recorded: nil, in: self)
            if !record.status.hasEnded, let old = earlier[cell.id], old.status != .failed {
                record = old
            }
            guard record.status.hasEnded || record.status == .stopped else { continue }
            record.cell = cell.values
            record.label = cell.label
            record.match = cell.match.flatMap { matches[$0] }
            lines[cell.id] = try JSONText.line(record) + Data("\n".utf8)
        }
        for (id, old) in earlier where lines[id] == nil && old.status != .failed {
            lines[id] = try JSONText.line(old) + Data("\n".utf8)
        }
        return lines
    }
}

import Foundation
import Training

extension SweepDirectory {
    /// The lines of `trials.jsonl`, each read as some part of a record; none where there is no such
    /// file.
    ///
    /// - Throws: `FileError` where it cannot be read.
    func readableLines<Part: Decodable & Sendable>(
        as type: Part.Type = Part.self
    ) throws(FileError) -> JSONLines<Part> {
        JSONLines(try FileContent.readIfPresent(records) ?? Data())
    }

    /// The same, where all lines can be read.
    ///
    /// - Throws: `FileError`, or `SweepError` where a line is damaged.
    func recordLines<Part: Decodable & Sendable>(as type: Part.Type = Part.self) throws -> [Part] {
        let lines = try readableLines(as: type)
        guard lines.damaged.isEmpty else {
            throw SweepError.damagedRecords(
                path: records.path, lines: lines.damaged,
                isCopy: try FileContent.isFolder(trials) == nil)
        }
        return lines.values
    }

    /// The records of those lines of `trials.jsonl` that can be read, by identity, and the numbers
    /// of those that cannot: for whoever writes the file anew and is to lose no result by that.
    ///
    /// - Throws: `FileError`.
    func readableRecords() throws(FileError) -> (records: [String: TrialRecord], damaged: [Int]) {
        let lines = try readableLines(as: TrialRecord.self)
        return (Dictionary(lines.values.map { ($0.id, $0) }) { $1 }, lines.damaged)
    }
}

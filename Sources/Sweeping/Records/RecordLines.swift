import Foundation

extension SweepDirectory {
    /// The lines of `trials.jsonl`, each read as some part of a record; none where there is no such
    /// file.
    ///
    /// - Throws: `SweepError` where a line is damaged.
    func recordLines<Part: Decodable & Sendable>(as type: Part.Type = Part.self) throws -> [Part] {
        guard let data = try? Data(contentsOf: records) else { return [] }
        guard let parts = JSONLines.decode(type, data) else {
            throw SweepError.damagedFile(path: records.path)
        }
        return parts
    }
}

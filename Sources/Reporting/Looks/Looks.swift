import Foundation
package import Sweeping
import Training

/// How often the verdicts of a sweep have been looked at: `looks.jsonl` in its folder.
///
/// Whoever looks, adds seeds because nothing was found, and looks again, has more than one chance
/// to be misled. A look counts where a comparison has a p-value; the same seeds looked at twice
/// are one look.
package struct Looks {
    /// A line of the file: what was seen for the first time.
    private struct Line: Codable {
        let date: Date
        let baseline: String
        /// The seeds of each row's comparison, by the row's name.
        let seeds: [String: [UInt64]]
    }

    private let file: URL
    private let trials: URL
    private var lines: [Line]

    /// Reads what is known. A line that cannot be read counts for none.
    package init(_ directory: SweepDirectory) {
        trials = directory.trials
        file = directory.root.appendingPathComponent("looks.jsonl")
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        let data = (try? Data(contentsOf: file)) ?? Data()
        lines = data.split(separator: UInt8(ascii: "\n")).compactMap {
            try? decoder.decode(Line.self, from: $0)
        }
    }

    /// The table with the number of looks, this one included; without any where nothing has a
    /// p-value.
    package func counted(_ table: ResultsTable) -> ResultsTable {
        var looks = self
        looks.add(table, date: Date())
        var table = table
        table.looks = looks.count(table)
        if let note = ResultsNotes.looks(table.looks) { table.notes.append(note) }
        return table
    }

    /// Puts down that somebody looks at a table, unless it shows nothing new. In a copy without the
    /// trials' folders, where readers look and nobody adds seeds, nothing is put down.
    ///
    /// - Throws: `FileError`; the look is then not counted.
    package mutating func record(_ table: ResultsTable) throws {
        guard FileManager.default.fileExists(atPath: trials.path), add(table, date: Date()) else {
            return
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        let texts = try lines.map { try encoder.encode($0) + Data("\n".utf8) }
        try AtomicFile.write(texts, to: file)
    }

    /// The greatest number of looks that one of the table's comparisons has had.
    private func count(_ table: ResultsTable) -> Int {
        let named = Set(Self.seen(table).keys)
        var sets: [String: Set<[UInt64]>] = [:]
        for line in lines where line.baseline == table.baseline {
            for (row, seeds) in line.seeds where named.contains(row) {
                sets[row, default: []].insert(seeds)
            }
        }
        return sets.values.map(\.count).max() ?? 0
    }

    /// Adds what is new.
    ///
    /// - Returns: Whether something is.
    @discardableResult
    private mutating func add(_ table: ResultsTable, date: Date) -> Bool {
        guard let baseline = table.baseline else { return false }
        let fresh = Self.seen(table).filter { row, seeds in
            !lines.contains { $0.baseline == baseline && $0.seeds[row] == seeds }
        }
        guard !fresh.isEmpty else { return false }
        lines.append(Line(date: date, baseline: baseline, seeds: fresh))
        return true
    }

    /// The seeds of each comparison that has a p-value.
    private static func seen(_ table: ResultsTable) -> [String: [UInt64]] {
        var seen: [String: [UInt64]] = [:]
        for row in table.rows {
            guard let comparison = row.comparison, comparison.test != nil else { continue }
            seen[row.name] = comparison.seeds
        }
        return seen
    }
}

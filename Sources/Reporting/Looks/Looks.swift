import Foundation
package import Sweeping
import Training

/// How often the verdicts of a sweep have been looked at: `looks.jsonl` in its folder.
///
/// Whoever looks, adds seeds because nothing was found, and looks again, has more than one chance
/// to be misled. A look counts where a comparison has a verdict that rests on its seeds; one that is
/// incomplete can mislead nobody, and the same seeds looked at twice are one look.
package struct Looks {
    /// A line of the file: what was seen for the first time.
    private struct Line: Codable {
        let date: Date
        let baseline: String
        /// The seeds of each row's comparison, by the row's name: first the row's, then, where they
        /// are others, the baseline's.
        let seeds: [String: [[UInt64]]]
    }

    private let file: URL
    private let trials: URL
    private var lines: [Line] = []
    /// A sentence for each line that cannot be read and counts for none.
    package private(set) var warnings: [String] = []

    /// Reads what is known.
    ///
    /// - Throws: `FileError` where the file is there and cannot be read.
    package init(_ directory: SweepDirectory) throws {
        trials = directory.trials
        file = directory.looks
        guard let content = try FileContent.readIfPresent(file) else { return }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        for (index, text) in content.split(separator: UInt8(ascii: "\n")).enumerated() {
            if let line = try? decoder.decode(Line.self, from: text) {
                lines.append(line)
            } else {
                warnings.append(
                    "Line \(index + 1) of '\(file.path)' is damaged, and the look that it told of "
                        + "is not counted.")
            }
        }
    }

    /// The table with the number of looks, this one included; without any where nothing has a
    /// verdict.
    package func counted(_ table: ResultsTable) -> ResultsTable {
        var looks = self
        if let line = fresh(table) { looks.lines.append(line) }
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
        guard FileManager.default.fileExists(atPath: trials.path), let line = fresh(table) else {
            return
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        try AtomicFile.append(line: try encoder.encode(line), to: file)
        lines.append(line)
    }

    /// The greatest number of looks that one of the table's comparisons has had.
    private func count(_ table: ResultsTable) -> Int {
        let named = Set(Self.seen(table).keys)
        var sets: [String: Set<[[UInt64]]>] = [:]
        for line in lines where line.baseline == table.baseline {
            for (row, seeds) in line.seeds where named.contains(row) {
                sets[row, default: []].insert(seeds)
            }
        }
        return sets.values.map(\.count).max() ?? 0
    }

    /// What a table shows that was not seen before; nil where there is nothing.
    private func fresh(_ table: ResultsTable) -> Line? {
        guard let baseline = table.baseline else { return nil }
        var known: [String: Set<[[UInt64]]>] = [:]
        for line in lines where line.baseline == baseline {
            for (row, seeds) in line.seeds { known[row, default: []].insert(seeds) }
        }
        let seeds = Self.seen(table).filter { known[$0.key]?.contains($0.value) != true }
        return seeds.isEmpty ? nil : Line(date: Date(), baseline: baseline, seeds: seeds)
    }

    /// The seeds of each comparison whose verdict rests on them.
    private static func seen(_ table: ResultsTable) -> [String: [[UInt64]]] {
        var seen: [String: [[UInt64]]] = [:]
        for row in table.rows {
            guard let comparison = row.comparison, comparison.test != nil,
                comparison.verdict != .incomplete
            else { continue }
            seen[row.name] =
                comparison.design == .paired
                ? [comparison.seeds] : [comparison.seeds, comparison.baselineSeeds]
        }
        return seen
    }
}

import Foundation
import Training
import Transformer

extension SweepDirectory {
    /// The trials that ended but are in no cell of the sweep any more, as after a value of an axis,
    /// a seed or a variant was taken out of the spec; sorted by identity.
    ///
    /// They come from `trials.jsonl`, and from the trials' own files, as whoever coordinated them
    /// may have been killed before it wrote the records.
    ///
    /// - Parameter recorded: The lines of `trials.jsonl` by identity.
    /// - Throws: `FileError` where the trials' folders cannot be read.
    func otherRecords(
        than manifest: SweepManifest, recorded: [String: TrialRecord]
    ) throws(FileError) -> [TrialRecord] {
        let named = Set(manifest.cells.map(\.id))
        var found = recorded.filter {
            !named.contains($0.key) && $0.value.status != .failed
        }
        for id in try FileContent.names(in: trials)
        where !named.contains(id) && found[id] == nil {
            found[id] = try trial(id).record()
        }
        return found.values.sorted { $0.id < $1.id }
    }
}

extension SweepResults {
    /// The same, with the trials that ended but are in no cell of the spec any more.
    ///
    /// What tells them apart may be an axis no more. Axes of theirs come back, and each record has
    /// the values of all axes, those that its cell lacks from its configuration. What nothing tells
    /// apart, as after a variant was edited, is labelled `earlier`.
    package func includingOthers() -> SweepResults {
        guard !others.isEmpty else { return self }
        var result = self
        result.otherCount = others.count
        let ends = ["variant", "seed"]
        let lost = Set(others.flatMap(\.cell.keys)).subtracting(axes).subtracting(ends)
        result.axes = Self.ordered(axes + lost)
        result.records = filled(with: result.axes)
        // A trial that was never recorded in a cell has lost even the names of its axes.
        let hidden = Self.keysThatTellApart(result.records)
        if !hidden.isEmpty {
            result.axes = Self.ordered(result.axes + hidden)
            result.records = filled(with: result.axes)
        }
        Self.labelEarlier(&result.records, from: records.count)
        return result
    }

    /// As the axes of a spec are ordered: `variant`, the others by name, `seed`.
    private static func ordered(_ axes: [String]) -> [String] {
        let others = axes.filter { $0 != "variant" && $0 != "seed" }.sorted()
        return ["variant"] + others + ["seed"]
    }

    /// All records, with the values of these axes.
    private func filled(with wanted: [String]) -> [TrialRecord] {
        // The cells of the spec have the values of its axes that apply to them.
        let added = wanted.filter { !axes.contains($0) }
        return records.map { $0.filled(added) } + others.map { $0.filled(wanted) }
    }

    /// The keys in which configurations differ that would otherwise share a row and a seed.
    private static func keysThatTellApart(_ records: [TrialRecord]) -> Set<String> {
        var first: [Place: TrialRecord] = [:]
        var keys: Set<String> = []
        for record in records {
            guard let other = first[record.place], other.id != record.id else {
                first[record.place] = record
                continue
            }
            let names = Set(record.configuration.keys).union(other.configuration.keys)
            keys.formUnion(
                names.filter { record.configuration[$0] != other.configuration[$0] })
        }
        return keys.subtracting(["variant", "seed"])
    }

    /// Labels those, from some index on, that would share a row and a seed with another trial.
    private static func labelEarlier(_ records: inout [TrialRecord], from start: Int) {
        var taken = Set(records[..<start].map(\.place))
        for index in start..<records.count {
            let label = records[index].label
            var count = 0
            while !taken.insert(records[index].place).inserted {
                count += 1
                let text = count == 1 ? "earlier" : "earlier \(count)"
                records[index].label = label.map { "\($0), \(text)" } ?? text
            }
        }
    }
}

/// What no two trials of a table have in common.
private struct Place: Hashable {
    let label: String?
    let values: [String: JSONValue]
}

extension TrialRecord {
    fileprivate var place: Place { Place(label: label, values: cell) }

    /// The same, with values of its configuration for the axes that its cell lacks.
    fileprivate func filled(_ axes: [String]) -> TrialRecord {
        var record = self
        for axis in axes where cell[axis] == nil {
            switch axis {
            case "variant": record.cell[axis] = .string(variant)
            case "seed": record.cell[axis] = .integer(Int(clamping: seed))
            default: record.cell[axis] = configuration[axis]
            }
        }
        return record
    }
}

package import Foundation

/// A sweep's directory, read: the spec's cells, each with its trial's record.
package struct SweepResults: Sendable {
    package let directory: SweepDirectory
    package let manifest: SweepManifest
    /// One record per cell, in the order of the spec, whatever its status; then those of no cell.
    package internal(set) var records: [TrialRecord]
    /// The keys whose values tell the records apart: those of the manifest, unless there are records
    /// of no cell.
    package internal(set) var axes: [String]
    /// The trials that ended but are in no cell of the spec any more: see `includingOthers`.
    package internal(set) var others: [TrialRecord] = []
    /// How many of the records are such trials.
    package internal(set) var otherCount = 0

    package init(directory: SweepDirectory, manifest: SweepManifest, records: [TrialRecord]) {
        self.directory = directory
        self.manifest = manifest
        self.records = records
        axes = manifest.axes
    }

    /// Reads a directory without changing it, while workers write to it or long after.
    ///
    /// Records come from `trials.jsonl`, which suffices for a directory that was copied without
    /// its trials' folders, and else from the trials' own files.
    ///
    /// - Throws: `SweepError` where the folder holds no sweep or a file of it is damaged.
    package static func read(_ root: URL) throws -> SweepResults {
        let directory = SweepDirectory(root)
        let manifest = try SweepManifest.read(directory)
        var known = try recorded(in: directory)
        let others = directory.otherRecords(than: manifest, recorded: known)
        var records: [TrialRecord] = []
        for cell in manifest.cells {
            var record = read(cell, recorded: known[cell.id], in: directory)
            known[cell.id] = record
            record.label = cell.label
            record.cell = cell.values
            records.append(record)
        }
        var results = SweepResults(directory: directory, manifest: manifest, records: records)
        results.others = others
        return results
    }

    /// The lines of `trials.jsonl` by identity.
    static func recorded(in directory: SweepDirectory) throws -> [String: TrialRecord] {
        let records = try directory.recordLines(as: TrialRecord.self)
        return Dictionary(records.map { ($0.id, $0) }) { $1 }
    }

    /// What is known of a cell's trial. A damaged file in its folder is a trial that has to run
    /// again.
    static func read(
        _ cell: SweepManifest.Cell, recorded: TrialRecord?, in directory: SweepDirectory
    ) -> TrialRecord {
        // A failed trial may have been tried again since.
        if let recorded, recorded.status != .failed { return recorded }
        let folder = directory.trial(cell.id)
        if let record = folder.record() { return record }
        guard var record = folder.definedRecord() else {
            return recorded
                ?? TrialRecord(
                    id: cell.id, variant: cell.values["variant"]?.text ?? "", seed: 0,
                    status: .pending)
        }
        if let failure = folder.recordedFailure(), failure.isFinal {
            record.status = .failed
            record.error = failure.message
        } else if ClaimFiles(folder).isHeld {
            record.status = .running
        }
        return record
    }
}

package import Foundation
import Training
import Transformer

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
    /// - Throws: `SweepError` where the folder holds no sweep or a file of it is damaged, `FileError`
    ///   where one is there and cannot be read.
    package static func read(_ root: URL) throws -> SweepResults {
        let directory = SweepDirectory(root)
        let manifest = try SweepManifest.read(directory)
        var known = try recorded(in: directory)
        let others = try directory.otherRecords(than: manifest, recorded: known)
        let matches = manifest.matchesByQuestion
        var records: [TrialRecord] = []
        for cell in manifest.cells {
            var record = try read(cell, recorded: known[cell.id], in: directory)
            known[cell.id] = record
            record.label = cell.label
            record.cell = cell.values
            if record.status == .pending { record.seed = manifest.seed(of: cell) ?? record.seed }
            record.match = cell.match.flatMap { matches[$0] }
            records.append(record)
        }
        var results = SweepResults(
            directory: directory, manifest: manifest,
            records: withoutUnneeded(records, manifest))
        results.others = others
        return results
    }

    /// The records, in which trials that would measure a setting that was not chosen are said to be
    /// unneeded.
    private static func withoutUnneeded(
        _ records: [TrialRecord], _ manifest: SweepManifest
    ) -> [TrialRecord] {
        guard case .tuning(let keys, let choose, _) = manifest.search else { return records }
        var losses: [String: Double] = [:]
        for record in records { losses[record.id] = record.lossToChooseBy }
        var unneeded: Set<String> = []
        var needed: Set<String> = []
        for group in Tuning(manifest.cells, keys: keys, choose: choose).groups {
            let choice = Tuning.choice(of: group) { losses[$0] }
            for (index, setting) in group.settings.enumerated() {
                let isUnneeded = choice != .undecided && choice != .best(index)
                if isUnneeded { unneeded.formUnion(setting.measuring) }
                needed.formUnion(setting.choosing + (isUnneeded ? [] : setting.measuring))
            }
        }
        unneeded.subtract(needed)
        return records.map { record in
            var record = record
            if record.status == .pending, unneeded.contains(record.id) {
                record.status = .unneeded
            }
            return record
        }
    }

    /// The lines of `trials.jsonl` by identity.
    static func recorded(in directory: SweepDirectory) throws -> [String: TrialRecord] {
        let records = try directory.recordLines(as: TrialRecord.self)
        return Dictionary(records.map { ($0.id, $0) }) { $1 }
    }

    /// What is known of a cell's trial. A damaged file in its folder is a trial that has to run
    /// again.
    ///
    /// - Throws: `FileError` where a file is there and cannot be read: its trial may have ended.
    static func read(
        _ cell: SweepManifest.Cell, recorded: TrialRecord?, in directory: SweepDirectory
    ) throws(FileError) -> TrialRecord {
        let folder = directory.trial(cell.id)
        switch recorded?.status {
        case nil, .failed:
            // A failed trial may have been tried again since.
            break
        case .stopped:
            // A stopped one may have been promoted since.
            let reached = recorded?.outcome?.steps ?? 0
            if !folder.hasEnded {
                let target = try folder.rungs()?.target ?? 0
                guard target > reached else { return recorded ?? pending(cell) }
            }
        default: return recorded ?? pending(cell)
        }
        if let record = try folder.record() { return record }
        guard var record = try folder.definedRecord() else {
            return recorded ?? pending(cell)
        }
        if let failure = try folder.recordedFailure(), failure.isFinal {
            record.status = .failed
            record.error = failure.message
        } else if ClaimFiles(folder).isHeld {
            record.status = .running
        } else if let rungs = try folder.rungs(), rungs.isPaused {
            record.status = .stopped
            record.outcome = folder.outcome(at: rungs)
        }
        return record
    }

    private static func pending(_ cell: SweepManifest.Cell) -> TrialRecord {
        TrialRecord(
            id: cell.id, variant: cell.values["variant"]?.text ?? "",
            seed: TrainingConfig().seed, status: .pending)
    }
}

import Foundation
import Runtime
import Training

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension SweepDirectory {
    /// Makes the folder ready for a sweep, or for going on with it: `sweep.json`, and a
    /// `trial.json` for each trial. Results of an earlier run stay, also those of which only the line
    /// in `trials.jsonl` is left. Trials that have failed may run once more.
    ///
    /// - Parameter report: Told in whole sentences why trials run again.
    /// - Returns: The records of the trials that have ended, by identity.
    /// - Throws: `SweepError` where the folder belongs to something else or cannot be written, and
    ///   `FileError` where a result is there and cannot be read; nothing in it has then been touched,
    ///   but that trials may have been added that no `sweep.json` names where another process measured
    ///   other widths at the same moment.
    @discardableResult
    package func open(
        for sweep: PreparedSweep, report: (String) -> Void = { _ in }
    ) throws -> [String: TrialRecord] {
        var manifest = sweep.manifest(
            machine: .current(instructionSet: instructionSet), version: variaVersion)
        manifest.corpusFolder = corpusFolder(of: sweep)
        try check(manifest)
        try checkMeasurements(of: sweep)
        try makeFolder(trials)
        guard access(root.path, W_OK) == 0, access(trials.path, W_OK) == 0 else {
            throw SweepError.system(path: root.path, code: errno)
        }
        let recorded = try recordsWithoutFolder(report: report)
        var ended: [String: TrialRecord] = [:]
        for trial in sweep.trials {
            let folder = self.trial(trial.id)
            if let record = recorded[trial.id] {
                try restore(folder, record, definition: trial.record)
                ended[trial.id] = record
                continue
            }
            if folder.hasEnded, !folder.isGivenUp {
                if let record = try folder.record() {
                    ended[trial.id] = record
                    continue
                }
                // A damaged result is none.
                report("The file '\(folder.result.path)' is damaged, so that its trial runs again.")
                unlink(folder.result.path)
            }
            try makeFolder(folder.root)
            if folder.isGivenUp { unlink(folder.failure.path) }
            // One that has yet to end may be asked to record more than before.
            guard try folder.definedRecord()?.variant != trial.record.variant else { continue }
            // There may be thousands. One that a loss of power has damaged is made anew here.
            try AtomicFile.write(
                [JSONText.page(trial.record)], to: folder.definition, isFlushed: false)
        }
        // Last, so that workers elsewhere find every trial that it names.
        try FolderLock.hold(self) {
            // Another may have written its own meanwhile.
            try checkMeasurements(of: sweep)
            try replace(self.manifest, with: [JSONText.page(manifest)])
        }
        return ended
    }

    /// Refuses a folder that holds something else than this sweep.
    package func check(_ manifest: SweepManifest) throws {
        guard let entries = try? FileManager.default.contentsOfDirectory(atPath: root.path),
            !entries.isEmpty
        else { return }
        guard entries.contains(self.manifest.lastPathComponent) else {
            // A sweep whose damaged manifest was removed goes on with its trials.
            let own = [
                "trials", "trials.jsonl", "conformance.json", "table.md", "table.csv", "slurm",
                "looks.jsonl", "report.html", "analysis.jsonl",
            ]
            guard entries.allSatisfy({ own.contains($0) || $0.hasPrefix(".") }) else {
                throw SweepError.occupied(directory: root.path)
            }
            return
        }
        let earlier = try SweepManifest.read(self)
        guard earlier.name == manifest.name else {
            throw SweepError.otherSweep(
                directory: root.path, found: earlier.name, expected: manifest.name)
        }
        if let (data, found) = manifest.otherData(than: earlier) {
            throw SweepError.otherData(
                directory: root.path, corpus: data.corpus, found: found, expected: data.hash)
        }
    }

    /// Makes the folder of a trial that was run anew, so that workers see that it has ended, or how
    /// it was where it was stopped. Without its state, one that was stopped begins anew if it is
    /// promoted.
    private func restore(
        _ folder: TrialFolder, _ record: TrialRecord, definition: TrialRecord
    ) throws {
        var result = record
        // Those of a cell, and the trial may fill several.
        result.label = nil
        result.cell = [:]
        result.match = nil
        try makeFolder(folder.root)
        try AtomicFile.write([JSONText.page(definition)], to: folder.definition)
        guard record.status == .stopped else {
            try AtomicFile.write([JSONText.page(result)], to: folder.result)
            return
        }
        guard let outcome = record.outcome, try folder.rungs() == nil else { return }
        let reached = TrialRungs.Result(step: outcome.steps, loss: outcome.bestValidationLoss)
        try folder.write(TrialRungs(target: outcome.steps, results: [reached]))
    }

    /// Makes a folder of the sweep, and those above it, unless it is there.
    ///
    /// - Throws: `SweepError.system`.
    func makeFolder(_ folder: URL) throws {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
            throw SweepError.system(path: folder.path, code: Int32(cause?.code ?? Int(EACCES)))
        }
    }
}

/// Varia's version, which results name.
package let variaVersion = "0.1.0"

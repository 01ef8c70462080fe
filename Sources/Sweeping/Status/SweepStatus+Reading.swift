package import Foundation
import Training
import Transformer

extension SweepStatus {
    /// The seconds over which the rate is taken.
    private static let rateWindow = 600.0

    /// Reads a directory without changing it, and asks Slurm where it has an array.
    ///
    /// - Throws: `SweepError` where the folder holds no sweep or a file of it is damaged, `FileError`
    ///   where one is there and cannot be read.
    package init(of directory: SweepDirectory, now: Date = Date()) throws {
        let manifest = try SweepManifest.read(directory)
        let lines = try directory.recordLines(as: EndedTrial.self)
        let recorded = Dictionary(lines.map { ($0.id, $0) }) { $1 }
        self.init(name: manifest.name)
        var unneeded: Set<String> = []
        if manifest.search != nil {
            var schedule = try manifest.schedule(in: directory)
            isComplete = try schedule.isComplete()
            unneeded = schedule.unneeded
        }
        var times = WorkTimes()
        var seen: Set<String> = []
        var bests: [String: Best] = [:]
        for cell in manifest.cells where seen.insert(cell.id).inserted {
            // A failed trial may have been tried again since, and a stopped one have gone on.
            let line = recorded[cell.id]
            let known = line?.status == .finished || line?.status == .diverged ? line : nil
            let record = try known ?? EndedTrial(in: directory.trial(cell.id))
            guard record != nil || !unneeded.contains(cell.id) else {
                counts.total += 1
                counts.unneeded += 1
                continue
            }
            let rungs =
                try record == nil ? directory.trial(cell.id).rungs() ?? line?.rungs : nil
            try count(cell, record, rungs, in: directory, now: now)
            times.add(cell, record)
            guard record == nil || record?.status == .finished,
                let loss = record?.outcome?.bestValidationLoss ?? rungs?.results.last?.loss
            else { continue }
            let variant =
                try cell.values["variant"]?.text ?? record?.variant
                ?? directory.trial(cell.id).definedRecord()?.variant ?? ""
            if let best = bests[variant], best.validationLoss <= loss { continue }
            bests[variant] = Best(
                variant: variant, validationLoss: loss, trial: cell.id, cell: cell.title)
        }
        if manifest.search == nil { isComplete = counts.ended == counts.total }
        best = bests.values.sorted { ($0.validationLoss, $0.trial) < ($1.validationLoss, $1.trial) }
        let running = Set(workers.map(\.trial))
        let active = workers.count { !$0.isSilent }
        workLeft = isComplete ? nil : times.secondsLeft(running: running)
        secondsLeft = active > 0 ? workLeft.map { $0 / Double(active) } : nil
        measureRate(seen, in: directory, isActive: active > 0, now: now)
        let arrays = try directory.slurmArrays()
        if !arrays.isEmpty { slurm = Slurm(asking: arrays) }
    }

    private mutating func count(
        _ cell: SweepManifest.Cell, _ record: EndedTrial?, _ rungs: TrialRungs?,
        in directory: SweepDirectory, now: Date
    ) throws {
        counts.total += 1
        switch record?.status {
        case .finished: counts.finished += 1
        case .diverged:
            counts.diverged += 1
            let step = record?.outcome.map { " after \($0.steps) steps" } ?? ""
            addFailure(cell, .diverged, "The loss was no longer finite\(step).")
        case .failed:
            counts.failed += 1
            addFailure(cell, .failed, record?.error ?? "")
        case .running, .pending, .stopped, .unneeded, nil:
            guard let claim = try ClaimFiles(directory.trial(cell.id)).sighting(now: now) else {
                if rungs?.isPaused == true { counts.stopped += 1 } else { counts.pending += 1 }
                return
            }
            counts.running += 1
            workers.append(
                Worker(
                    host: claim.holder.machine, process: Int(claim.holder.process),
                    task: claim.holder.task, trial: cell.id, cell: cell.title, step: claim.step,
                    secondsSilent: claim.secondsSilent,
                    isSilent: claim.secondsSilent >= ClaimTiming().patience))
        }
    }

    private mutating func addFailure(
        _ cell: SweepManifest.Cell, _ status: TrialRecord.Status, _ reason: String
    ) {
        failures.append(
            Failure(trial: cell.id, cell: cell.title, status: status, reason: reason))
    }

    private mutating func measureRate(
        _ ids: Set<String>, in directory: SweepDirectory, isActive: Bool, now: Date
    ) {
        let opened = FileContent.modificationTime(of: directory.manifest) ?? .distantPast
        let window = min(Self.rateWindow, max(1, now.timeIntervalSince(opened)))
        let start = now.addingTimeInterval(-window)
        endedLately = ids.count { id in
            FileContent.modificationTime(of: directory.trial(id).result).map { $0 >= start }
                ?? false
        }
        if isActive, endedLately > 0 { ratePerHour = Double(endedLately) / window * 3600 }
    }
}

extension SweepStatus.Slurm {
    fileprivate init(asking arrays: [SlurmArray]) {
        self.arrays = arrays
        do {
            tasks = try SlurmQueue.tasks(of: arrays)
        } catch {
            tasks = []
            problem = "\(error)"
        }
    }
}

extension SweepManifest.Cell {
    /// What people call the cell, and a trial that fills it.
    var title: String {
        let text = SweepCell.describe(label, values)
        return text.isEmpty ? id : text
    }
}

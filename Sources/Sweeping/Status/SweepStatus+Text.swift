import Foundation

extension SweepStatus: CustomStringConvertible {
    /// More rows of a list than this are summed up, so that a sweep of a thousand trials fits a
    /// screen; `--json` has all.
    private static let greatestRows = 10
    /// Lines of a reason that are shown.
    private static let reasonLines = 3

    /// A page for people, without the last line's end.
    package var description: String {
        [overview, bestText, workersText, slurmText, failuresText].compactMap(\.self)
            .joined(separator: "\n\n")
    }

    private var overview: String {
        let parts = [
            (counts.finished, "finished"), (counts.diverged, "diverged"), (counts.failed, "failed"),
            (counts.running, "at work"), (counts.stopped, "stopped at a rung"),
            (counts.unneeded, "not needed"), (counts.pending, "to go"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        let head =
            "\(name): \(counts.ended) of \(counts.total) trials have ended "
            + "(\(parts.joined(separator: ", ")))"
        guard !isComplete else { return head }
        return ([head] + pace).joined(separator: "\n")
    }

    private var pace: [String] {
        var lines: [String] = []
        if let ratePerHour {
            let rate =
                ratePerHour < 9.95 ? String(format: "%.1f", ratePerHour) : "\(Int(ratePerHour))"
            lines.append("\(rate) trials an hour, at the rate of the last 10 minutes or less")
        }
        let active = workers.count { !$0.isSilent }
        if let secondsLeft {
            let who = active == 1 ? "the worker" : "the \(active) workers"
            lines.append("about \(DurationText.text(secondsLeft)) left with \(who) of now")
        } else if active == 0 {
            let work = workLeft.map { ", about \(DurationText.text($0)) of work for one" } ?? ""
            lines.append("nobody works on it now\(work)")
        }
        return lines
    }

    private var bestText: String? {
        guard !best.isEmpty else { return nil }
        let rows = best.prefix(Self.greatestRows).map {
            [$0.variant, ProgressText.loss($0.validationLoss), $0.cell]
        }
        return Self.section(
            "Best so far", [["variant", "validation loss", "trial"]] + rows, left: [0, 2],
            more: best.count - rows.count)
    }

    private var workersText: String? {
        guard !workers.isEmpty else { return nil }
        let hosts = Set(workers.map(\.host)).count
        let title =
            "\(workers.count) worker\(workers.count == 1 ? "" : "s") on \(hosts) "
            + "host\(hosts == 1 ? "" : "s")"
        let hasTasks = workers.contains { $0.task != nil }
        let hasSteps = workers.contains { $0.step != nil }
        // Those that may be in trouble first.
        let sorted = workers.sorted {
            ($0.isSilent ? 0 : 1, $0.host, $0.process) < ($1.isSilent ? 0 : 1, $1.host, $1.process)
        }
        let rows = sorted.prefix(Self.greatestRows).map { worker in
            let sign = DurationText.text(worker.secondsSilent) + " ago"
            return [worker.host, "\(worker.process)"]
                + (hasTasks ? [worker.task ?? "-"] : [])
                + (hasSteps ? [worker.step.map { "\($0)" } ?? "-"] : [])
                + [worker.isSilent ? sign + ", may be taken over" : sign, worker.cell]
        }
        let head =
            ["host", "process"] + (hasTasks ? ["task"] : []) + (hasSteps ? ["step"] : [])
            + ["last sign of life", "trial"]
        return Self.section(
            title, [head] + rows, left: [0, head.count - 2, head.count - 1],
            more: workers.count - rows.count)
    }

    private var slurmText: String? {
        guard let slurm else { return nil }
        // Those that are over are history.
        let active = Set(slurm.tasks.map(\.array))
        let current = slurm.arrays.filter { active.contains("\($0.job)") }
        let numbers = (current.isEmpty ? slurm.arrays.suffix(1) : current[...]).map { "\($0.job)" }
        let title = "Slurm array\(numbers.count == 1 ? "" : "s") " + numbers.joined(separator: ", ")
        if let problem = slurm.problem { return title + ": " + problem }
        guard !slurm.tasks.isEmpty else { return title + ": no task waits or runs" }
        let states = Dictionary(grouping: slurm.tasks) { $0.state.lowercased() }
            .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
            .map { "\($0.value.count) \($0.key)" }
        // What runs before what waits.
        let sorted =
            slurm.tasks.filter { !$0.isWaiting } + slurm.tasks.filter { $0.isWaiting }
        let rows = sorted.prefix(Self.greatestRows).map {
            [$0.name, $0.state.lowercased(), $0.node ?? "-", $0.reason ?? ""]
        }
        return Self.section(
            title + ": " + states.joined(separator: ", "),
            [["task", "state", "node", "reason"]] + rows, left: [0, 1, 2, 3],
            more: sorted.count - rows.count)
    }

    /// Those of one reason together, as what is wrong with one trial often is with many.
    private var failuresText: String? {
        guard !failures.isEmpty else { return nil }
        var order: [String] = []
        var groups: [String: [Failure]] = [:]
        for failure in failures {
            let lines = failure.reason.split(whereSeparator: \.isNewline).suffix(Self.reasonLines)
            let reason = lines.joined(separator: "\n    ")
            if groups[reason] == nil { order.append(reason) }
            groups[reason, default: []].append(failure)
        }
        let texts = order.prefix(Self.greatestRows).map { reason in
            let group = groups[reason] ?? []
            let names = group.prefix(3).map(\.cell).joined(separator: "; ")
            let more = group.count > 3 ? "; and \(group.count - 3) more" : ""
            return "  \(names)\(more)\n    \(reason)"
        }
        let rest =
            order.count > texts.count ? ["  and \(order.count - texts.count) other reasons"] : []
        return (["Failed or diverged: \(failures.count)"] + texts + rest).joined(separator: "\n")
    }

    private static func section(
        _ title: String, _ rows: [[String]], left: Set<Int>, more: Int
    ) -> String {
        let lines = TextTable(rows, left: left).lines.map { "  " + $0 }
        return ([title] + lines + (more > 0 ? ["  and \(more) more"] : []))
            .joined(separator: "\n")
    }
}

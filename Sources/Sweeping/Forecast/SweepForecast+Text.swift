import Foundation

extension SweepForecast: CustomStringConvertible {
    /// A line for each trial, the sums, and what to know about them.
    package var description: String {
        let isMatched = matching != nil
        let matched = isMatched ? ["width", "miss"] : []
        var rows = [["trial", "cell"] + matched + ["parameters", "steps", "memory", "time", ""]]
        for trial in trials {
            let mark = trial.isExtrapolated ? "~" : ""
            let time = trial.seconds.map { mark + DurationText.text($0) }
            let match = ["\(trial.width)", trial.match?.missText ?? ""]
            rows.append(
                [trial.id, trial.cell.isEmpty ? trial.variant : trial.cell]
                    + (isMatched ? match : [])
                    + [
                        "\(trial.parameters)", "\(trial.steps)",
                        MemoryText.text(trial.memoryBytes), time ?? "not timed",
                        Self.standing(of: trial),
                    ])
        }
        let lines = TextTable(rows, left: [0, 1, rows[0].count - 1]).lines
        return (lines + ["", summary] + notes).joined(separator: "\n")
    }

    private static func standing(of trial: Trial) -> String {
        if trial.hasEnded { return "done" }
        if trial.isUnneeded { return "not needed" }
        return trial.stoppedAt.map { "stopped at \($0)" } ?? ""
    }

    private var summary: String {
        let cells = cells == trials.count ? "" : " for \(cells) cells"
        let done = trials.count { $0.hasEnded }
        var time = seconds.map { "about " + DurationText.text($0) } ?? "a time that is not known"
        if let leastSeconds, let seconds, leastSeconds < seconds {
            let texts = [leastSeconds, seconds].map { DurationText.text($0) }
            time = texts[0] == texts[1] ? time : "between \(texts[0]) and \(texts[1]),"
        }
        let ended = done > 0 ? ", \(done) of them done" : ""
        return "\(name): \(trials.count) trial\(trials.count == 1 ? "" : "s")\(cells)\(ended); "
            + "\(time) and \(MemoryText.text(memoryBytes)) "
            + "with \(jobs) job\(jobs == 1 ? "" : "s")"
            + (threads == 1 ? "" : " of \(threads) threads each")
    }

    private var notes: [String] {
        var notes = [matching, search?.reason].compactMap(\.self)
        if trials.contains(where: \.isExtrapolated) {
            notes.append(
                "A time with ~ is extrapolated by floating-point operations from the models that "
                    + "were timed, as trying out this one would take too much memory or time.")
        }
        if trials.contains(where: { $0.seconds == nil }) {
            notes.append(
                "No model was timed, as each takes half or more of the memory that is "
                    + "available now, \(MemoryText.text(memory.availableBytes)).")
        }
        if memoryBytes > memory.physicalBytes {
            notes.append(
                "Warning: \(min(jobs, left.count) == 1 ? "a trial" : "trials side by side") would "
                    + "take up to \(MemoryText.text(memoryBytes)), but this machine has \(MemoryText.text(memory.physicalBytes)); "
                    + (largestFits
                        ? "run it with fewer --jobs."
                        : "make the batch or the model smaller."))
        }
        return notes
    }

    /// Whether the largest trial fits by itself.
    private var largestFits: Bool {
        left.allSatisfy { $0.memoryBytes <= memory.physicalBytes }
    }
}

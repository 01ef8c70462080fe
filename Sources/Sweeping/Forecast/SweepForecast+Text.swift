import Foundation

extension SweepForecast: CustomStringConvertible {
    /// A line for each trial, the sums, and what to know about them.
    package var description: String {
        var rows = [["trial", "cell", "parameters", "steps", "memory", "time", ""]]
        for trial in trials {
            let mark = trial.isExtrapolated ? "~" : ""
            let time = trial.seconds.map { mark + DurationText.text($0) }
            rows.append([
                trial.id, trial.cell.isEmpty ? trial.variant : trial.cell, "\(trial.parameters)",
                "\(trial.steps)", MemoryText.text(trial.memoryBytes), time ?? "not timed",
                trial.hasEnded ? "done" : "",
            ])
        }
        let lines = TextTable(rows, left: [0, 1, 6]).lines
        return (lines + ["", summary] + notes).joined(separator: "\n")
    }

    private var summary: String {
        let cells = cells == trials.count ? "" : " for \(cells) cells"
        let done = trials.count - left.count
        let time = seconds.map { "about " + DurationText.text($0) } ?? "a time that is not known"
        let ended = done > 0 ? ", \(done) of them done" : ""
        return "\(name): \(trials.count) trials\(cells)\(ended); "
            + "\(time) and \(MemoryText.text(memoryBytes)) "
            + "with \(jobs) job\(jobs == 1 ? "" : "s")"
            + (threads == 1 ? "" : " of \(threads) threads each")
    }

    private var notes: [String] {
        var notes: [String] = []
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
                "Warning: trials side by side would take up to \(MemoryText.text(memoryBytes)), "
                    + "but this machine has \(MemoryText.text(memory.physicalBytes)); "
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

import Compiler
import Foundation
import Reporting
import Training

/// Where a training step's time goes, by the kinds of the program's steps, as text.
struct StepProfile {
    let text: String

    /// Takes the median over some runs of each step.
    init(_ timer: StepTimer, runs: Int = 9) {
        _ = timer.step()
        let profiles = (0..<runs).map { _ in timer.profile() }
        func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
        var lines: [String: (count: Int, seconds: Double, flops: Double)] = [:]
        for (index, step) in timer.program.steps.enumerated() {
            let seconds = median(profiles.map { $0.steps[index] })
            let title = step.title(timer.program.storages)
            var line = lines[title] ?? (0, 0, 0)
            line.count += 1
            line.seconds += seconds
            line.flops += step.productFlops
            lines[title] = line
        }
        lines["optimiser"] = (1, median(profiles.map(\.optimizer)), 0)
        let total = lines.values.reduce(0) { $0 + $1.seconds }
        text = lines.sorted { $0.value.seconds > $1.value.seconds }.map { title, line in
            let rate =
                line.flops > 0
                ? String(format: "%7.1f GFLOP/s", line.flops / line.seconds / 1e9)
                : "               "
            return String(
                format: "%9.3f ms %5.1f%% %4d x ", 1000 * line.seconds,
                100 * line.seconds / total, line.count) + rate + "  " + title
        }.joined(separator: "\n")
    }
}

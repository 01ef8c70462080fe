import Compiler
import Foundation
import Runtime
import Tensors
import Training
import Transformer

/// What a sweep would take, found without writing anything: `varia sweep --dry-run`.
package struct SweepForecast: Hashable, Sendable, Codable {
    /// One trial.
    package struct Trial: Hashable, Sendable, Codable {
        package var id: String
        /// The first cell that it fills.
        package var cell: String
        package var variant: String
        package var parameters: Int
        package var steps: Int
        /// Floating-point operations of training and evaluations.
        package var flops: Double
        /// Bytes of parameters, gradients, the optimiser's moments, and the values of a training step.
        package var memoryBytes: Int
        /// On one core, if the trial runs to its last step.
        package var seconds: Double
        /// Whether the directory has its result.
        package var hasEnded: Bool
    }

    package var name: String
    package var cells: Int
    package var trials: [Trial]
    package var jobs: Int

    /// Trials still to run.
    package var left: [Trial] { trials.filter { !$0.hasEnded } }

    /// Seconds until all have ended.
    package var seconds: Double {
        let seconds = left.map(\.seconds)
        return max(seconds.reduce(0, +) / Double(jobs), seconds.max() ?? 0)
    }

    /// Bytes in use at the worst moment: that of the largest trials side by side.
    package var memoryBytes: Int {
        left.map(\.memoryBytes).sorted(by: >).prefix(jobs).reduce(0, +)
    }

    /// Compiles every different model, and times two of its training steps.
    ///
    /// - Throws: `TraceError` where a model cannot be compiled.
    package init(_ sweep: PreparedSweep, in directory: SweepDirectory, jobs: Int) throws {
        var measured: [ModelSummary: Measurement] = [:]
        var titles: [String: String] = [:]
        for (cell, id) in zip(sweep.plan.cells, sweep.cellTrials) where titles[id] == nil {
            titles[id] = cell.description
        }
        trials = try sweep.trials.map { trial in
            let measurement = try measured[trial.summary] ?? Measurement(trial)
            measured[trial.summary] = measurement
            return Trial(
                id: trial.id, cell: titles[trial.id] ?? "", variant: trial.config.variant.name,
                parameters: trial.summary.parameters.total, steps: trial.steps,
                flops: trial.flops, memoryBytes: measurement.memoryBytes,
                seconds: trial.flops / measurement.flopsPerSecond,
                hasEnded: directory.trial(trial.id).hasEnded)
        }
        name = sweep.plan.spec.name
        cells = sweep.plan.cells.count
        self.jobs = max(1, jobs)
    }

    /// What a model takes on this machine.
    private struct Measurement {
        let memoryBytes: Int
        let flopsPerSecond: Double

        init(_ trial: PreparedTrial) throws {
            let model = trial.config.model
            let training = try trace(
                model, trial.config.variant, batch: trial.config.sequences, purpose: .training)
            let layout = ParameterLayout(training.graph.parameters)
            let parameters = ParameterVector(layout: layout, seed: 1)
            let executor = try CPUExecutor(
                graph: training.graph, parameters: parameters,
                gradients: ParameterVector(layout: layout))
            memoryBytes =
                executor.program.estimate.arenaBytes
                + 4 * layout.count * MemoryLayout<Float>.stride
            // The first run touches memory for the first time.
            executor.run(seed: 1, step: 0)
            let start = ContinuousClock.now
            executor.run(seed: 1, step: 1)
            let seconds = max(1e-9, (ContinuousClock.now - start).seconds)
            flopsPerSecond = training.graph.flops / seconds
        }
    }
}

extension SweepForecast: CustomStringConvertible {
    /// A line for each trial, and the sums.
    package var description: String {
        var rows = [["trial", "cell", "parameters", "steps", "memory", "time", ""]]
        for trial in trials {
            rows.append([
                trial.id, trial.cell.isEmpty ? trial.variant : trial.cell, "\(trial.parameters)",
                "\(trial.steps)", Self.memory(trial.memoryBytes),
                ProgressText.duration(trial.seconds), trial.hasEnded ? "done" : "",
            ])
        }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            row.enumerated().map { column, text in
                let padding = String(repeating: " ", count: widths[column] - text.count)
                return (2...5).contains(column) ? padding + text : text + padding
            }.joined(separator: "  ").trimmingCharacters(in: .whitespaces)
        }
        let cells = cells == trials.count ? "" : " for \(cells) cells"
        let done = trials.count - left.count
        let summary =
            "\(name): \(trials.count) trials\(cells)\(done > 0 ? ", \(done) of them done" : ""); "
            + "about \(ProgressText.duration(seconds)) and \(Self.memory(memoryBytes)) "
            + "with \(jobs) job\(jobs == 1 ? "" : "s")"
        return (lines + ["", summary]).joined(separator: "\n")
    }

    private static func memory(_ bytes: Int) -> String {
        let mebibytes = Double(bytes) / 1_048_576
        return mebibytes < 1024
            ? String(format: "%.1f MiB", mebibytes)
            : String(format: "%.2f GiB", mebibytes / 1024)
    }
}

import Compiler
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
        /// Bytes of parameters, gradients, the optimiser's moments, and the values of a training step
        /// and of an evaluation.
        package var memoryBytes: Int
        /// On the threads of one job, if the trial runs to its last step; nil where no model could be timed.
        package var seconds: Double?
        /// Whether the time follows from that of another model.
        package var isExtrapolated: Bool
        /// Whether the directory has its result.
        package var hasEnded: Bool
    }

    package var name: String
    package var cells: Int
    package var trials: [Trial]
    package var jobs: Int
    /// How many share a trial's work.
    package var threads: Int
    package var memory: MachineMemory

    /// Trials still to run.
    package var left: [Trial] { trials.filter { !$0.hasEnded } }

    /// Seconds until all have ended; nil where no model could be timed.
    package var seconds: Double? {
        let seconds = left.compactMap(\.seconds)
        guard seconds.count == left.count else { return nil }
        return max(seconds.reduce(0, +) / Double(jobs), seconds.max() ?? 0)
    }

    /// Bytes in use at the worst moment: that of the largest trials side by side.
    package var memoryBytes: Int {
        left.map(\.memoryBytes).sorted(by: >).prefix(jobs).reduce(0, +)
    }

    /// Compiles every different model, and times two training steps of those that are small enough:
    /// see `SpeedMeasurement`. The memory of a model follows from its plan alone, so that one of any
    /// size can be forecast.
    ///
    /// - Parameters:
    ///   - threads: How many share a trial's work.
    ///   - memory: That of the machine, for tests.
    /// - Throws: `TraceError` where a model cannot be compiled.
    package init(
        _ sweep: PreparedSweep, in directory: SweepDirectory, jobs: Int,
        threads: Int = 1, memory: MachineMemory = .current()
    ) throws {
        var plans: [ForecastModel: TrainingPlan] = [:]
        for trial in sweep.trials where plans[trial.model] == nil {
            plans[trial.model] = try TrainingPlan(
                trial.config.model, trial.config.variant, batch: trial.config.sequences,
                threads: threads, precision: trial.config.training.precision)
        }
        let measurement = SpeedMeasurement(plans, memory: memory, threads: threads)
        var titles: [String: String] = [:]
        for (cell, id) in zip(sweep.plan.cells, sweep.cellTrials) where titles[id] == nil {
            titles[id] = cell.description
        }
        let recorded = directory.recordsWithoutFolder()
        trials = sweep.trials.map { trial in
            let measured = measurement.speeds[trial.model]
            let speed = measured ?? measurement.speedOfLargest
            return Trial(
                id: trial.id, cell: titles[trial.id] ?? "", variant: trial.config.variant.name,
                parameters: trial.summary.parameters.total, steps: trial.steps,
                flops: trial.flops, memoryBytes: plans[trial.model]?.memory.total ?? 0,
                seconds: speed.map { trial.flops / $0 },
                isExtrapolated: measured == nil && speed != nil,
                hasEnded: directory.trial(trial.id).hasEnded || recorded[trial.id] != nil)
        }
        name = sweep.plan.spec.name
        cells = sweep.plan.cells.count
        self.jobs = max(1, jobs)
        self.threads = threads
        self.memory = memory
    }
}

extension PreparedTrial {
    /// What decides how fast it trains and what it takes of memory.
    var model: ForecastModel {
        ForecastModel(summary: summary, precision: config.training.precision)
    }
}

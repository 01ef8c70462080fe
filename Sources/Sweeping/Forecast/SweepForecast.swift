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
        package var width: Int
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
        /// The step of the rung at which it waits; nil where it does not.
        package var stoppedAt: Int?
        /// Whether it would measure a setting that was not chosen.
        package var isUnneeded = false
        /// The width by which its cell's cost was matched; nil where it is the spec's.
        package var match: WidthMatch?
    }

    package var name: String
    package var cells: Int
    package var trials: [Trial]
    package var jobs: Int
    /// How many share a trial's work.
    package var threads: Int
    package var memory: MachineMemory
    /// How widths were chosen; nil where they are the spec's.
    package var matching: String?
    /// What the search may take; nil where every trial runs to its end, or none could be timed.
    package var search: SearchForecast?

    /// Trials still to run, all of which a search may or may not run to their ends.
    package var left: [Trial] { trials.filter { !$0.hasEnded && !$0.isUnneeded } }

    /// Seconds until all have ended, of a search at the most; nil where no model could be timed.
    package var seconds: Double? {
        if let search { return sideBySide(search.most) }
        let seconds = left.compactMap(\.seconds)
        guard seconds.count == left.count else { return nil }
        return sideBySide(seconds.reduce(0, +))
    }

    /// Seconds of a search at the least; nil where nothing is searched for.
    package var leastSeconds: Double? { search.map { sideBySide($0.least) } }

    /// Seconds that the jobs take for some seconds of work.
    private func sideBySide(_ work: Double) -> Double {
        // No trial takes less than its own time, and a search does not tell which ones run.
        let longest = search == nil ? left.compactMap(\.seconds).max() ?? 0 : 0
        return max(work / Double(jobs), longest)
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
    /// - Throws: `TraceError` where a model cannot be compiled, `FileError` where a result is there
    ///   and cannot be read.
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
        var matches: [String: WidthMatch] = [:]
        for (index, id) in sweep.cellTrials.enumerated() where titles[id] == nil {
            titles[id] = sweep.plan.cells[index].description
            matches[id] = sweep.cellMatches[index]?.match
        }
        let recorded = try directory.recordsWithoutFolder()
        trials = sweep.trials.map { trial in
            let measured = measurement.speeds[trial.model]
            let speed = measured ?? measurement.speedOfLargest
            return Trial(
                id: trial.id, cell: titles[trial.id] ?? "", variant: trial.config.variant.name,
                width: trial.config.model.width, parameters: trial.summary.parameters.total,
                steps: trial.steps,
                flops: trial.flops, memoryBytes: plans[trial.model]?.memory.total ?? 0,
                seconds: speed.map { trial.flops / $0 },
                isExtrapolated: measured == nil && speed != nil,
                hasEnded: directory.trial(trial.id).hasEnded
                    || recorded[trial.id]?.status.hasEnded == true,
                match: matches[trial.id])
        }
        matching = sweep.matchSummary
        name = sweep.plan.spec.name
        cells = sweep.plan.cells.count
        self.jobs = max(1, jobs)
        self.threads = threads
        self.memory = memory
        search = try addSearch(sweep, in: directory, recorded: recorded)
    }

    /// Notes what a search has found so far, and forecasts the rest.
    private mutating func addSearch(
        _ sweep: PreparedSweep, in directory: SweepDirectory, recorded: [String: TrialRecord]
    ) throws -> SearchForecast? {
        let times = trials.compactMap(\.seconds)
        let isTimed = times.count == trials.count
        switch sweep.plan.search {
        case nil: return nil
        case .halving(let reduction, let rungs):
            for index in trials.indices where !trials[index].hasEnded {
                let record = recorded[trials[index].id]
                let rungs = try directory.trial(trials[index].id).rungs()
                let reached = rungs?.reached ?? record?.outcome?.steps ?? 0
                trials[index].stoppedAt = reached > 0 ? reached : nil
            }
            let done = trials.map { trial in
                trial.hasEnded ? 1 : Double(trial.stoppedAt ?? 0) / Double(max(1, trial.steps))
            }
            return isTimed
                ? SearchForecast(times, done: done, reduction: reduction, rungs: rungs) : nil
        case .tuning(let keys, let choose, _):
            let tuning = Tuning(sweep.manifestCells, keys: keys, choose: choose)
            var losses: [String: Double] = [:]
            for trial in trials where trial.hasEnded {
                let record = try directory.trial(trial.id).record() ?? recorded[trial.id]
                losses[trial.id] = record?.lossToChooseBy ?? .infinity
            }
            let schedule = TuningSchedule(tuning, in: directory, losses: losses)
            for index in trials.indices {
                trials[index].isUnneeded =
                    !trials[index].hasEnded && schedule.unneeded.contains(trials[index].id)
            }
            let left = trials.reduce(into: [:]) { $0[$1.id] = $1.hasEnded ? 0 : $1.seconds }
            return isTimed
                ? SearchForecast(tuning, losses: { losses[$0] }, seconds: { left[$0] ?? 0 }) : nil
        }
    }
}

extension PreparedTrial {
    /// What decides how fast it trains and what it takes of memory.
    var model: ForecastModel {
        ForecastModel(summary: summary, precision: config.training.precision)
    }
}

/// Where a sweep stands, as its directory and the scheduler say: `varia status`.
package struct SweepStatus: Hashable, Sendable, Codable {
    /// How many trials stand where.
    package struct Counts: Hashable, Sendable, Codable {
        package var total = 0
        package var finished = 0
        package var diverged = 0
        package var failed = 0
        package var running = 0
        package var pending = 0
        /// Those that wait at a rung of successive halving.
        package var stopped = 0
        /// Those that would measure a setting that was not chosen.
        package var unneeded = 0

        package var ended: Int { finished + diverged + failed }
    }

    /// The best trial of a variant so far.
    package struct Best: Hashable, Sendable, Codable {
        package var variant: String
        /// Nats per token, over the whole validation part.
        package var validationLoss: Double
        package var trial: String
        /// The trial's first cell.
        package var cell: String
    }

    /// A trial that diverged or was given up.
    package struct Failure: Hashable, Sendable, Codable {
        package var trial: String
        package var cell: String
        package var status: TrialRecord.Status
        /// The message of the error, or the last lines of the log; of a trial that diverged, when.
        package var reason: String
    }

    /// A process at work.
    package struct Worker: Hashable, Sendable, Codable {
        package var host: String
        package var process: Int
        /// The task of a Slurm array, as `17_3`, where it is one.
        package var task: String?
        package var trial: String
        package var cell: String
        /// The optimiser's steps so far; nil where they are not known.
        package var step: Int?
        /// Seconds since its last sign of life.
        package var secondsSilent: Double
        /// Whether it has been silent for so long that others may take its trial over.
        package var isSilent: Bool
    }

    /// The view of the scheduler.
    package struct Slurm: Hashable, Sendable, Codable {
        package var arrays: [SlurmArray]
        /// The tasks that wait or run.
        package var tasks: [SlurmTask]
        /// Why the tasks are not known, in a sentence.
        package var problem: String?
    }

    package var name: String
    package var counts = Counts()
    /// Whether nothing is left to be done.
    package var isComplete = false
    /// Trials that ended within the last ten minutes.
    package var endedLately = 0
    /// Trials that end in an hour, at the rate of the last ten minutes; nil where nobody works.
    package var ratePerHour: Double?
    /// Seconds of work that are left, for one worker, as far as trials alike tell; nil where none
    /// has ended, or nothing is left.
    package var workLeft: Double?
    /// Seconds to the end with the workers of now; nil where there is none.
    package var secondsLeft: Double?
    /// A trial for each variant, the best first.
    package var best: [Best] = []
    /// In the order of the spec.
    package var failures: [Failure] = []
    package var workers: [Worker] = []
    /// Nil where no array was submitted.
    package var slurm: Slurm?

    package init(name: String) { self.name = name }
}

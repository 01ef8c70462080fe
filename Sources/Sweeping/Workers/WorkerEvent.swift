/// What a worker tells its coordinator: a line of JSON on standard output each.
package struct WorkerEvent: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable {
        /// Work on a trial begins, or goes on.
        case claimed
        /// Some steps were made.
        case stepped
        /// The validation part was read.
        case evaluated
        /// A state could not be resumed from, and the trial starts over.
        case restarted
        /// The trial is where it is compared with others, and may go on later.
        case paused
        /// The trial has ended and its result is written.
        case ended
        /// The trial cannot be: it is given up.
        case failed
        /// The trial was given back or lost, unfinished.
        case released
        /// The worker cannot go on, whatever the trial.
        case broken
    }

    package var kind: Kind
    package var trial: String
    /// The optimiser's steps so far, and in all.
    package var step: Int?
    package var steps: Int?
    package var validationLoss: Double?
    package var trainLoss: Double?
    /// What is being measured on the best weights, all steps made: see `TrainingEvent.measuring`.
    package var measuring: String?
    package var status: TrialRecord.Status?
    package var message: String?

    package init(_ kind: Kind, trial: String) {
        self.kind = kind
        self.trial = trial
    }
}

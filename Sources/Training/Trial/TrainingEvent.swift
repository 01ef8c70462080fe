/// What happens while a model is trained.
package enum TrainingEvent: Sendable {
    /// Training goes on after this many of so many steps.
    case started(step: Int, of: Int)
    /// A state could not be resumed from. Sentences say why, and from which step training goes on
    /// instead.
    case restarted(reason: String, step: Int)
    /// A step was made: how many now, and the loss of its batch.
    case stepped(step: Int, loss: Double)
    /// The validation part was read.
    case evaluated(EvaluationRecord)
    /// Training has ended, and something is now measured on the best weights: by its name in the
    /// configuration's `metrics`, or `test` for the test part.
    case measuring(String)
}

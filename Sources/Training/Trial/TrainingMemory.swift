/// What training a model takes of memory, known before any of it is taken, in bytes beyond what any
/// process takes.
package struct TrainingMemory: Hashable, Sendable {
    /// Parameters, gradients, and the optimiser's two moments.
    package let parameters: Int
    /// What is alive at the worst moment of a training step.
    package let step: Int
    /// The same for a batch of an evaluation, which is kept beside it; 0 where there is none.
    package let evaluation: Int
    /// A copy of the best weights and what measuring them takes; 0 where nothing is measured.
    package let measurement: Int

    package init(parameters: Int, step: Int, evaluation: Int, measurement: Int = 0) {
        self.parameters = parameters
        self.step = step
        self.evaluation = evaluation
        self.measurement = measurement
    }

    package var total: Int { parameters + step + evaluation + measurement }
}

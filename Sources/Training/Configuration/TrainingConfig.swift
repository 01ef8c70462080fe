package import Compiler

/// How a model is trained: everything that decides the result besides model and data.
package struct TrainingConfig: Hashable, Sendable {
    /// When training ends.
    package enum Duration: Hashable, Sendable {
        /// After this many steps, on windows drawn at random.
        case steps(Int)
        /// After this many passes over all windows of the training part.
        case epochs(Int)
    }

    /// How much one step reads.
    package enum BatchSize: Hashable, Sendable {
        /// This many sequences.
        case sequences(Int)
        /// As many sequences as hold this many tokens, so that block sizes compare at equal data.
        case tokens(Int)
    }

    /// How the learning rate goes on after the warm-up.
    package enum Schedule: String, Hashable, Sendable, CaseIterable {
        /// Down to `minLearningRate` at the last step, along half a cosine.
        case cosine
        /// At `learningRate`.
        case constant
    }

    package var duration = Duration.steps(2000)
    package var batch = BatchSize.sequences(12)
    /// The learning rate after the warm-up.
    package var learningRate = 1e-3
    /// The learning rate that the cosine ends at.
    package var minLearningRate = 1e-4
    /// The number of steps over which the learning rate rises from nearly 0.
    package var warmup = 100
    package var schedule = Schedule.cosine
    /// Decay per step and unit of learning rate, on tensors of rank two or more.
    package var weightDecay = 0.1
    package var beta1 = 0.9
    package var beta2 = 0.99
    package var epsilon = 1e-8
    /// The greatest norm of all gradients together; 0 does not clip.
    package var gradientClip = 1.0
    /// The number of steps between evaluations, nil for those of an epoch; the last is after the
    /// last step.
    package var evaluateEvery: Int? = 250
    /// Whether there is one before the first step too.
    package var evaluateAtStart = true
    /// How far the evaluation's window moves, in tokens; nil for the block size.
    package var evaluationStride: Int?
    /// The number of evaluations without improvement after which training ends; nil for never.
    package var patience: Int?
    /// The least fall of the validation loss that patience counts as an improvement, in nats.
    package var minDelta = 0.0
    /// That of the factors of matrix products, in training and evaluation. Where the processor lacks
    /// it, single precision runs instead: `Precision.available`.
    package var precision = Precision.float32
    /// What is measured once training has ended, each once, sorted by name.
    package var metrics: [FinalMeasurement] = []
    /// Of initial values, batches and dropout.
    package var seed: UInt64 = 1

    /// The number of steps between evaluations, for so many steps in an epoch.
    package func evaluationInterval(stepsPerEpoch: Int) -> Int { evaluateEvery ?? stepsPerEpoch }

    /// The defaults: nanoGPT's small character model.
    package init() {}
}

import Foundation

/// The learning rate of each step: nanoGPT's linear warm-up, and a cosine (Loshchilov and Hutter:
/// SGDR: stochastic gradient descent with warm restarts. 2017, equation 5, one period) or none.
package struct LearningRateSchedule: Hashable, Sendable {
    package let training: TrainingConfig
    /// The number of all steps, at whose end the cosine reaches its least value.
    package let steps: Int

    package init(_ training: TrainingConfig, steps: Int) {
        self.training = training
        self.steps = steps
    }

    /// The learning rate of a step, counted from 0.
    package func rate(at step: Int) -> Double {
        let greatest = training.learningRate
        let least = training.minLearningRate
        if step < training.warmup {
            return greatest * Double(step + 1) / Double(training.warmup + 1)
        }
        switch training.schedule {
        case .constant: return greatest
        case .cosine:
            guard step < steps else { return least }
            let progress = Double(step - training.warmup) / Double(steps - training.warmup)
            return least + 0.5 * (1 + cos(Double.pi * progress)) * (greatest - least)
        }
    }
}

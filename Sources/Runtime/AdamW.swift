import CKernels
package import Tensors

/// AdamW: Adam with weight decay apart from the gradient (Loshchilov and Hutter: Decoupled weight
/// decay regularization. 2019, algorithm 2).
package enum AdamW {
    /// What one step is made with.
    package struct Settings: Hashable, Sendable {
        /// The learning rate of this step.
        package var learningRate: Double
        package var beta1: Double
        package var beta2: Double
        package var epsilon: Double
        /// Decay per step and unit of learning rate; falls on parameters of rank two or more.
        package var weightDecay: Double
        /// The greatest norm of all gradients together; 0 does not clip.
        package var gradientClip: Double

        package init(
            learningRate: Double, beta1: Double, beta2: Double, epsilon: Double,
            weightDecay: Double, gradientClip: Double
        ) {
            self.learningRate = learningRate
            self.beta1 = beta1
            self.beta2 = beta2
            self.epsilon = epsilon
            self.weightDecay = weightDecay
            self.gradientClip = gradientClip
        }
    }

    /// The Euclidean norm of all elements together.
    package static func norm(of vector: ParameterVector) -> Double {
        varia_sum_of_squares(vector.elements.baseAddress, Int64(vector.elements.count))
            .squareRoot()
    }

    /// Clips the gradients and moves the parameters; all vectors have the same layout.
    ///
    /// - Parameter step: The number of this step, counted from 1.
    /// - Returns: The norm of the gradients before clipping. Where it is not finite, nothing moves.
    @discardableResult
    package static func update(
        _ parameters: ParameterVector, gradients: ParameterVector, first: ParameterVector,
        second: ParameterVector, step: Int, settings: Settings
    ) -> Double {
        let norm = norm(of: gradients)
        guard norm.isFinite else { return norm }
        // The small number is PyTorch's, so that runs can be compared.
        let scale =
            settings.gradientClip > 0 ? min(1, settings.gradientClip / (norm + 1e-6)) : 1
        var settings = varia_adamw(
            rate: Float(settings.learningRate), beta1: Float(settings.beta1),
            beta2: Float(settings.beta2), epsilon: Float(settings.epsilon),
            decay: Float(settings.weightDecay), gradient_scale: Float(scale),
            correction1: Float(1 - power(settings.beta1, step)),
            correction2: Float(1 - power(settings.beta2, step)))
        let decay = settings.decay
        for run in runs(of: parameters.layout) {
            settings.decay = run.decays ? decay : 0
            varia_adamw_step(
                parameters.elements.baseAddress! + run.range.lowerBound,
                first.elements.baseAddress! + run.range.lowerBound,
                second.elements.baseAddress! + run.range.lowerBound,
                gradients.elements.baseAddress! + run.range.lowerBound, Int64(run.range.count),
                &settings)
        }
        return norm
    }

    /// Neighbouring parameters that decay alike, padding between them included.
    private static func runs(
        of layout: ParameterLayout
    ) -> [(range: Range<Int>, decays: Bool)] {
        var result: [(range: Range<Int>, decays: Bool)] = []
        for (index, parameter) in layout.parameters.enumerated() {
            let start = layout.offsets[index]
            let end = index + 1 < layout.offsets.count ? layout.offsets[index + 1] : layout.count
            let decays = parameter.shape.rank >= 2
            if let last = result.last, last.decays == decays {
                result[result.count - 1].range = last.range.lowerBound..<end
            } else {
                result.append((start..<end, decays))
            }
        }
        return result
    }

    private static func power(_ base: Double, _ exponent: Int) -> Double {
        var result = 1.0
        var factor = base
        var remaining = exponent
        while remaining > 0 {
            if remaining & 1 == 1 { result *= factor }
            factor *= factor
            remaining >>= 1
        }
        return result
    }
}

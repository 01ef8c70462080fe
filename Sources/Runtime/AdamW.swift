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
        /// Decay per step and unit of learning rate; falls on parameters that say so.
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

    /// Elements that a thread works on at a time: fixed, as sums are taken by chunks.
    private static let chunk = 1 << 15

    /// The Euclidean norm of all elements together.
    package static func norm(
        of vector: ParameterVector, pool: ThreadPool = ThreadPool()
    ) -> Double {
        let chunks = chunks(of: 0..<vector.elements.count)
        let start = vector.elements.baseAddress!
        // Each sum has its own place, and the order in which they are added is fixed.
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: chunks.count) { sums in
            pool.run(chunks.count) { index, _ in
                let chunk = chunks[index]
                sums[index] = varia_sum_of_squares(start + chunk.lowerBound, Int64(chunk.count))
            }
            return (0..<chunks.count).reduce(0) { $0 + sums[$1] }.squareRoot()
        }
    }

    private static func chunks(of range: Range<Int>) -> [Range<Int>] {
        stride(from: range.lowerBound, to: range.upperBound, by: chunk).map {
            $0..<min($0 + chunk, range.upperBound)
        }
    }

    /// Clips the gradients and moves the parameters; all vectors have the same layout.
    ///
    /// - Parameters:
    ///   - step: The number of this step, counted from 1.
    ///   - pool: The threads that share the work.
    /// - Returns: The norm of the gradients before clipping. Where it is not finite, nothing moves.
    @discardableResult
    package static func update(
        _ parameters: ParameterVector, gradients: ParameterVector, first: ParameterVector,
        second: ParameterVector, step: Int, settings: Settings, pool: ThreadPool = ThreadPool()
    ) -> Double {
        let norm = norm(of: gradients, pool: pool)
        guard norm.isFinite else { return norm }
        // The small number is PyTorch's, so that runs can be compared.
        let scale =
            settings.gradientClip > 0 ? min(1, settings.gradientClip / (norm + 1e-6)) : 1
        let settings = varia_adamw(
            rate: Float(settings.learningRate), beta1: Float(settings.beta1),
            beta2: Float(settings.beta2), epsilon: Float(settings.epsilon),
            decay: Float(settings.weightDecay), gradient_scale: Float(scale),
            correction1: Float(1 - power(settings.beta1, step)),
            correction2: Float(1 - power(settings.beta2, step)))
        let parts = runs(of: parameters.layout).flatMap { run in
            chunks(of: run.range).map { (range: $0, decays: run.decays) }
        }
        let (p, g) = (parameters.elements.baseAddress!, gradients.elements.baseAddress!)
        let (m, v) = (first.elements.baseAddress!, second.elements.baseAddress!)
        pool.run(parts.count) { index, _ in
            let part = parts[index]
            var settings = settings
            if !part.decays { settings.decay = 0 }
            let start = part.range.lowerBound
            varia_adamw_step(
                p + start, m + start, v + start, g + start, Int64(part.range.count), &settings)
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
            if let last = result.last, last.decays == parameter.decays {
                result[result.count - 1].range = last.range.lowerBound..<end
            } else {
                result.append((start..<end, parameter.decays))
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

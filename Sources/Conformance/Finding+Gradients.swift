import Tensors

extension Finding {
    /// Compares each parameter's gradient with central differences of the loss in Double, along a
    /// random direction that moves every element of the parameter at once.
    ///
    /// A function with kinks disagrees where one lies within the step, so a parameter fails only
    /// if it disagrees at three points.
    package static func gradients(_ specimen: Specimen) throws -> Finding {
        let attempts: [(seed: UInt64, step: Double)] = [(0, 1e-5), (1, 1e-5), (2, 1e-6)]
        var probes: [DifferenceProbe] = []
        var largest = 0.0
        for parameter in specimen.parameters {
            var worst: DifferenceProbe.Comparison?
            for (index, attempt) in attempts.enumerated() {
                if index == probes.count {
                    let probe = try DifferenceProbe(
                        specimen, seed: attempt.seed, step: attempt.step)
                    probes.append(probe)
                }
                let comparison = try probes[index].compare(parameter)
                guard !comparison.agrees else {
                    largest = max(largest, comparison.relativeDifference)
                    worst = nil
                    break
                }
                worst = comparison
            }
            guard let worst else { continue }
            let element = try probes[0].worstElement(of: parameter)
            return Finding(
                .gradients, passed: false, size: specimen.size,
                "The gradient of '\(parameter.name)' along a random direction is "
                    + "\(precise(worst.graph)), but finite differences give "
                    + "\(precise(worst.differences)); of its elements, \(element.index) differs "
                    + "most: \(precise(element.graph)), but \(precise(element.differences)).")
        }
        return Finding(
            .gradients, passed: true, size: specimen.size,
            "The gradients of \(specimen.parameters.count) parameters equal finite differences; "
                + "the largest relative difference is \(scientific(largest)).")
    }
}

import Tensors

extension Finding {
    /// Looks for a gradient that is not 0, for every parameter of any size.
    static func everyParameter(_ specimens: [Specimen]) throws -> Finding {
        var largest: [String: Double] = [:]
        for specimen in specimens {
            let outputs = try specimen.interpret(specimen.parity, at: specimen.point(0))
            for parameter in specimen.parameters {
                let gradient = outputs[Graph.gradientName(of: parameter.name)] ?? []
                let magnitude = gradient.reduce(0) { max($0, $1.magnitude) }
                largest[parameter.name] = max(largest[parameter.name] ?? 0, magnitude)
            }
        }
        // Below this, a gradient in Double is what rounding leaves of nothing.
        let untrained = largest.filter { !($0.value > 1e-13) }.keys.sorted()
        guard untrained.isEmpty else {
            let names = untrained.map { "'\($0)'" }.joined(separator: ", ")
            return Finding(
                .everyParameter, passed: false,
                "The gradient of \(names) is 0 at every size: the loss does not depend on it, so that "
                    + "it cannot be trained.")
        }
        return Finding(
            .everyParameter, passed: true,
            "All of \(largest.count) parameters receive one at some size.")
    }
}

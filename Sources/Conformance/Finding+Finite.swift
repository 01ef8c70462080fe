import Tensors
import Transformer

extension Finding {
    /// Looks for values that are not finite in the logits, the loss and every gradient. Where there
    /// are any, other checks would compare what cannot be compared.
    static func finite(_ specimen: Specimen) throws -> Finding {
        let outputs = try specimen.interpret(specimen.parity, at: specimen.point(0))
        // In the order of computation, so that the cause is named and not what follows from it.
        for output in specimen.parity.graph.outputs {
            let values = outputs[output.name] ?? []
            guard let element = values.firstIndex(where: { !$0.isFinite }) else { continue }
            let value = values[element].isNaN ? "not a number" : "infinite"
            return Finding(
                .finite, passed: false, size: specimen.size,
                "Element \(element) of the output '\(output.name)' is \(value), and nothing else was "
                    + "examined here; look for a root or a logarithm of what is not above 0, a "
                    + "division by 0, and an exponential of large numbers.")
        }
        return Finding(
            .finite, passed: true, size: specimen.size,
            "All of \(outputs.count) outputs are finite.")
    }
}

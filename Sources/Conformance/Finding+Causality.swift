import Tensors
import Transformer

extension Finding {
    /// Changes all tokens after a position, for every position, and compares the logits up to it,
    /// which must stay the same to the bit. Nil where the model need not be causal.
    static func causality(_ specimen: Specimen) throws -> Finding? {
        let model = specimen.size.model
        guard model.causal, model.predict == .every, model.blockSize > 1, model.vocabulary > 1
        else { return nil }
        let point = specimen.point(0)
        let logits = try specimen.interpret(specimen.inference, at: point)["logits"] ?? []
        for last in 0..<model.blockSize - 1 {
            var changed = point
            for element in point.tokens.indices where element % model.blockSize > last {
                let next = Int(point.tokens[element]) + 1
                changed.tokens[element] = Double(next % model.vocabulary)
            }
            let others = try specimen.interpret(specimen.inference, at: changed)["logits"] ?? []
            var worst = (position: 0, difference: 0.0)
            for element in logits.indices {
                let position = element / model.vocabulary % model.blockSize
                let difference = abs(logits[element] - others[element])
                if position <= last, difference > worst.difference {
                    worst = (position, difference)
                }
            }
            if worst.difference > 0 {
                return Finding(
                    .causality, passed: false, size: specimen.size,
                    "The logits at position \(worst.position) change by "
                        + "\(scientific(worst.difference)) when only tokens after position \(last) "
                        + "change; a causal model must not see them.")
            }
        }
        return Finding(
            .causality, passed: true, size: specimen.size,
            "The logits at each position stay the same when all later tokens change.")
    }
}

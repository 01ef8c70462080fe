import Tensors
import Transformer

extension Finding {
    /// The largest difference that Float may make, over a tensor's largest value.
    private static let fastPathTolerance = 1e-3

    /// Compares every output of training (dropout and gradients included), evaluation and
    /// inference on both executors. Float can fall on the other side of a kink, so a difference
    /// counts only if it appears at two points.
    static func fastPath(_ specimen: Specimen) throws -> Finding {
        var largest = 0.0
        for model in [specimen.training, specimen.evaluation, specimen.inference] {
            var difference = OutputDifference(fast: [:], exact: [:])
            for seed: UInt64 in 0..<2 {
                let point = specimen.point(seed)
                // The interpreter goes first: it throws where the fast path, which trusts its
                // indices, would end the process.
                let exact = try specimen.interpret(model, at: point, seed: seed, step: 3)
                let fast = try FastRun(model.graph, at: point).outputs(seed: seed, step: 3)
                difference = OutputDifference(fast: fast, exact: exact)
                if difference.ratio <= fastPathTolerance { break }
            }
            largest = max(largest, difference.ratio)
            guard difference.ratio > fastPathTolerance else { continue }
            return Finding(
                .fastPath, passed: false, size: specimen.size,
                "Element \(difference.element) of the output '\(difference.output)' is "
                    + "\(precise(difference.fast)) on the fast path and "
                    + "\(precise(difference.exact)) by the interpreter, which is more than "
                    + "\(fastPathTolerance) of the output's largest value apart.")
        }
        return Finding(
            .fastPath, passed: true, size: specimen.size,
            "Training, evaluation and inference equal the interpreter's to \(scientific(largest)).")
    }
}

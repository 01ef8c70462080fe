package import Foundation
import Tensors
import Training
package import Transformer

extension Conformance {
    /// Compares a variant's logits, loss and every gradient with those recorded in a safetensors
    /// file: `param.<name>`, `grad.<name>`, `tokens` and `targets` (whole numbers, [B, T]),
    /// `logits` [B, T, V], `loss` (one value), and nanoGPT's configuration as metadata `config`. A
    /// file whose logits are [B, V] and whose targets are [B] is read as one that predicts the last
    /// token only.
    ///
    /// - Parameters:
    ///   - tolerance: The largest difference that passes, over a tensor's largest recorded value.
    ///   - adjusting: Sets what the file's configuration does not say, such as the activation,
    ///     which otherwise is as the variant has it by default.
    /// - Throws: `FileError`, `SafeTensorsError`, `ConfigurationError` or `ParityError` for a file
    ///   that cannot be compared; `TraceError` where the variant cannot take the file's sizes.
    package static func parity(
        file: URL, variant: Composition, tolerance: Double = 1e-4, executor: ExecutorKind = .cpu,
        adjusting: (ModelConfig) throws -> ModelConfig = { $0 }
    ) throws -> ParityReport {
        let reference = try ParityReference(
            contentsOf: file, defaults: variant.modelDefaults, adjusting: adjusting)
        let traced = try trace(
            reference.model, variant, batch: reference.batch, purpose: .parity)
        let graph = traced.graph
        let mismatches = reference.mismatches(with: graph.parameters)
        guard mismatches.isEmpty else {
            let problem = ParityError.Problem.parameters(variant: variant.name, mismatches)
            throw ParityError(reference.file, problem)
        }
        let layout = ParameterLayout(graph.parameters)
        let parameters = ParameterVector(layout: layout)
        let gradients = ParameterVector(layout: layout)
        for (name, tensor) in reference.parameters { parameters[name] = tensor.floats }
        let run = try executor.make(graph: graph, parameters: parameters, gradients: gradients)
        run.setInput("tokens", to: reference.tokens)
        run.setInput("targets", to: reference.targets)
        run.run(seed: 0, step: 0)

        var comparisons = [("logits", reference.logits), ("loss", reference.loss)].map {
            ParityComparison(
                tensor: $0, shape: $1.shape.dimensions, computed: run.output($0),
                reference: $1.floats, tolerance: tolerance)
        }
        for parameter in graph.parameters {
            guard let recorded = reference.gradients[parameter.name] else { continue }
            comparisons.append(
                ParityComparison(
                    tensor: recorded.name, shape: recorded.shape.dimensions,
                    computed: gradients[parameter.name], reference: recorded.floats,
                    tolerance: tolerance))
        }
        return ParityReport(
            file: reference.file, variant: variant.name, executor: executor, tolerance: tolerance,
            comparisons: comparisons)
    }
}

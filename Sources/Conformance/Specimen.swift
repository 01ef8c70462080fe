package import Tensors
package import Transformer

/// A variant traced at one size, for the checks to examine.
package struct Specimen {
    package let variant: Composition
    package let size: CheckSize
    /// Logits, loss and gradients, without dropout.
    package var parity: TracedModel
    /// Loss and gradients, with dropout.
    package var training: TracedModel
    /// Losses, as a trial's evaluations compute them.
    package var evaluation: TracedModel
    /// Logits.
    package var inference: TracedModel

    /// - Throws: What the trace throws.
    package init(_ variant: Composition, _ size: CheckSize) throws {
        func traced(_ purpose: TracePurpose) throws -> TracedModel {
            try trace(size.model, variant, batch: size.batch, purpose: purpose)
        }
        self.variant = variant
        self.size = size
        parity = try traced(.parity)
        training = try traced(.training)
        evaluation = try traced(.evaluation)
        inference = try traced(.inference)
    }

    /// Every parameter of the variant at this size.
    package var parameters: [Parameter] { parity.graph.parameters }

    /// The number of positions that are scored in each row.
    var scoredPositions: Int { size.model.predict == .every ? size.model.blockSize : 1 }

    /// Every output of a graph at a point, in Double.
    package func interpret(
        _ model: TracedModel, at point: Point, seed: UInt64 = 0, step: UInt64 = 0
    ) throws -> [String: [Double]] {
        try Interpreter.evaluate(
            model.graph, inputs: ["tokens": point.tokens, "targets": point.targets],
            parameters: point.parameters, seed: seed, step: step)
    }
}

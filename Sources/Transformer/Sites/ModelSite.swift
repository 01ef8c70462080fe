public import Tensors

/// The place around the stack of blocks.
///
/// The methods compute parts as the composition has them; dropout on the embedding sum is part of
/// `addPositions`.
public final class ModelSite: Site {
    /// The whole model: tokens [B, T] to logits.
    public func model(_ tokens: Tensor) -> Tensor { tracer.model(tokens) }

    /// Tokens [B, T] to vectors [B, T, C].
    public func embed(_ tokens: Tensor) -> Tensor { tracer.embed(tokens) }

    /// Vectors [B, T, C] with where each token stands, after dropout.
    public func addPositions(_ embedded: Tensor) -> Tensor { tracer.addPositions(embedded) }

    /// The block of a layer, 0..<layers: [B, T, C] to [B, T, C].
    public func block(_ x: Tensor, layer: Int) -> Tensor {
        guard (0..<layers).contains(layer) else {
            tracer.builder.fail(
                "layers run from 0 to \(layers - 1)", operation: "the block of layer \(layer)")
            return x
        }
        return tracer.block(x, layer: layer)
    }

    /// The norm after the last block: [B, T, C] to [B, T, C].
    public func norm(_ x: Tensor) -> Tensor { tracer.norm(x, .last) }

    /// Vectors [B, T, C] to logits.
    public func readout(_ x: Tensor) -> Tensor { tracer.readout(x) }

    /// Logits of vectors [B, T, N] by a dense layer, `lm_head`: to predict every token, of each
    /// vector by itself and without offset; to predict the last one, of the whole block, flattened.
    public func logits(_ vectors: Tensor) -> Tensor {
        switch config.predict {
        case .every: linear("lm_head", vectors, to: vocabulary, bias: false)
        case .last: linear("lm_head", vectors.reshaped(batch, -1), to: vocabulary)
        }
    }

    /// The table of token vectors, `transformer.wte.weight`, [V, C].
    public var tokenEmbedding: Tensor { tracer.tokenEmbedding }
}

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

    /// Logits by a dense layer, `lm_head`: to predict every token, of each of the vectors [B, T, N]
    /// by itself, with an offset where `readoutBias` says so; to predict the last one, of all that
    /// there is of a sequence, [B, ...], flattened, with an offset where `bias` says so.
    public func logits(_ vectors: Tensor) -> Tensor {
        switch config.predict {
        case .every: linear("lm_head", vectors, to: vocabulary, bias: config.readoutBias)
        case .last: linear("lm_head", vectors.reshaped(batch, -1), to: vocabulary)
        }
    }

    /// The table of token vectors, `transformer.wte.weight`, [V, C].
    public var tokenEmbedding: Tensor { tracer.tokenEmbedding }

    /// A table of its own, `name.weight`, [rows, width], that starts as the model's embeddings do.
    public func table(_ name: String, rows: Int, width: Int) -> Tensor {
        parameter(name + ".weight", [rows, width], config.initialization.embedding)
    }
}

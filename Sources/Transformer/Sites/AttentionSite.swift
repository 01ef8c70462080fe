public import Tensors

/// The place of a block's attention.
///
/// The methods compute parts as the composition has them, each after the hooks that transform it.
public final class AttentionSite: SublayerSite {
    /// The sublayer's input after its norm, [B, T, C].
    public let input: Tensor
    private var madeScores: Tensor?
    private var madeWeights: Tensor?
    /// Where the tracer keeps the weights for an analysis; nil before there are some.
    private var index: Int?

    init(_ tracer: Tracer, input: Tensor, layer: Int) {
        self.input = input
        super.init(tracer, .attention, layer: layer)
    }

    /// The scores after all hooks, [B, H, T, T], finite also where the mask hides them. Hooks from
    /// `normalize` on may ask for them.
    public var scores: Tensor { made(madeScores, "scores", "'normalize', 'weights' or 'heads'") }

    /// The weights after all hooks and before dropout, [B, H, T, T]. Hooks from `heads` on may ask
    /// for them.
    public var weights: Tensor { made(madeWeights, "weights", "'heads' or 'project'") }

    /// Queries, keys and values of vectors [B, T, C].
    public func queryKeyValue(_ x: Tensor) -> QueryKeyValue { tracer.queryKeyValue(x, at: self) }

    /// The similarity of queries and keys [B, H, T, D], before the hooks on scores: [B, H, T, T].
    public func similarity(_ query: Tensor, _ key: Tensor) -> Tensor {
        tracer.similarity(query, key, at: self)
    }

    /// The scores of queries and keys [B, H, T, D]: [B, H, T, T].
    public func scores(_ query: Tensor, _ key: Tensor) -> Tensor {
        let scores = tracer.scores(query, key, at: self)
        madeScores = scores
        return scores
    }

    /// Scores normalised over keys, before the hooks on weights: [B, H, T, T].
    public func normalize(_ scores: Tensor) -> Tensor { tracer.normalize(scores, at: self) }

    /// The weights of scores, before dropout: [B, H, T, T].
    public func weights(_ scores: Tensor) -> Tensor {
        let weights = tracer.weights(scores, at: self)
        madeWeights = weights
        index = tracer.note(weights, layer: layer, at: index)
        return weights
    }

    /// The heads' outputs: weights [B, H, T, T], after dropout, times values [B, H, T, D].
    public func heads(_ weights: Tensor, _ value: Tensor) -> Tensor {
        // A variant may have changed them since they were made.
        index = tracer.note(weights, layer: layer, at: index)
        return tracer.heads(weights, value, at: self)
    }

    /// Heads [B, H, T, D], merged: [B, T, C].
    public func merged(_ heads: Tensor) -> Tensor {
        heads.transposed(0, 2, 1, 3).reshaped(batch, blockSize, width)
    }

    /// The output projection of merged heads: [B, T, C] to [B, T, C].
    public func project(_ merged: Tensor) -> Tensor { tracer.project(merged, at: self) }

    private func made(_ tensor: Tensor?, _ name: String, _ hooks: String) -> Tensor {
        if let tensor { return tensor }
        tracer.builder.fail(
            "they are not made yet; ask for them in the hooks \(hooks)",
            operation: "the site's \(name)")
        return tracer.placeholder([batch, heads, blockSize, blockSize])
    }
}

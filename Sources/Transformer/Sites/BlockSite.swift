public import Tensors

/// One of a block's two sublayers.
public enum Sublayer: String, Hashable, Sendable, CaseIterable {
    /// Multi-head attention.
    case attention
    /// The dense layers.
    case feedForward
}

/// The place of a block.
///
/// The methods compute parts as the composition has them; dropout on a sublayer's output is part of
/// `attention` and `feedForward`.
public class BlockSite: Site {
    /// The number of the block, from 0.
    public let layer: Int

    init(_ tracer: Tracer, _ scope: String, layer: Int) {
        self.layer = layer
        super.init(tracer, scope)
    }

    /// The whole block: [B, T, C] to [B, T, C].
    public func block(_ x: Tensor) -> Tensor { tracer.block(x, layer: layer) }

    /// Norm, attention and residual sum: [B, T, C] to [B, T, C].
    public func attentionStep(_ x: Tensor) -> Tensor { tracer.step(.attention, x, layer: layer) }

    /// Norm, feed-forward and residual sum: [B, T, C] to [B, T, C].
    public func feedForwardStep(_ x: Tensor) -> Tensor {
        tracer.step(.feedForward, x, layer: layer)
    }

    /// The norm before a sublayer: [B, T, C] to [B, T, C].
    public func norm(_ x: Tensor, before sublayer: Sublayer) -> Tensor {
        tracer.norm(x, .before(sublayer, layer: layer))
    }

    /// The attention sublayer, after dropout: [B, T, C] to [B, T, C].
    public func attention(_ x: Tensor) -> Tensor { tracer.attention(x, layer: layer) }

    /// The feed-forward sublayer, after dropout: [B, T, C] to [B, T, C].
    public func feedForward(_ x: Tensor) -> Tensor { tracer.feedForward(x, layer: layer) }

    /// A sublayer's input and update, joined: [B, T, C].
    public func residual(_ x: Tensor, _ update: Tensor, after sublayer: Sublayer) -> Tensor {
        tracer.residual(x, update, after: sublayer, layer: layer)
    }
}

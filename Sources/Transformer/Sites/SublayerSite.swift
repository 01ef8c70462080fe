public import Tensors

/// The place of one of a block's two sublayers.
public class SublayerSite: BlockSite {
    /// Which of the two.
    public let sublayer: Sublayer

    init(_ tracer: Tracer, _ sublayer: Sublayer, layer: Int) {
        self.sublayer = sublayer
        super.init(tracer, sublayer.scope(layer: layer), layer: layer)
    }

    /// This sublayer's input and update, joined: [B, T, C].
    public func residual(_ x: Tensor, _ update: Tensor) -> Tensor {
        residual(x, update, after: sublayer)
    }
}

extension Sublayer {
    /// nanoGPT's name of the place.
    func scope(layer: Int) -> String {
        switch self {
        case .attention: "transformer.h.\(layer).attn"
        case .feedForward: "transformer.h.\(layer).mlp"
        }
    }
}

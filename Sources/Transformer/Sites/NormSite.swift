public import Tensors

/// The place of a norm.
public final class NormSite: Site {
    /// Where a norm stands.
    public enum Place: Hashable, Sendable {
        /// Before a sublayer of a block.
        case before(Sublayer, layer: Int)
        /// After the last block.
        case last

        /// nanoGPT's name of the place.
        var scope: String {
            switch self {
            case .before(.attention, let layer): "transformer.h.\(layer).ln_1"
            case .before(.feedForward, let layer): "transformer.h.\(layer).ln_2"
            case .last: "transformer.ln_f"
            }
        }
    }

    /// Where it stands.
    public let place: Place

    init(_ tracer: Tracer, _ place: Place) {
        self.place = place
        super.init(tracer, place.scope)
    }

    /// The norm of this place: [B, T, C] to [B, T, C].
    public func norm(_ x: Tensor) -> Tensor { tracer.norm(x, place) }
}

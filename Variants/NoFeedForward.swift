import Tensors
import Transformer

/// Blocks of attention alone.
struct NoFeedForward: PlainVariant {
    static let name = "no-feed-forward"
    static let summary = "Blocks have attention, and no feed-forward step"

    func feedForwardStep(_ x: Tensor, at site: BlockSite) -> Tensor? { x }
}

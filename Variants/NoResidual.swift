import Tensors
import Transformer

/// Sublayers whose output replaces their input.
struct NoResidual: PlainVariant {
    static let name = "no-residual"
    static let summary = "A sublayer's output replaces its input"

    func residual(_ x: Tensor, _ update: Tensor, at site: SublayerSite) -> Tensor? { update }
}

import Tensors
import Transformer

/// No norms: neither before sublayers nor after the last block.
struct NoNorm: PlainVariant {
    static let name = "no-norm"
    static let summary = "No norms, before sublayers or after the last block"

    func norm(_ x: Tensor, at site: NormSite) -> Tensor? { x }
}

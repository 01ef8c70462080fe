import Tensors
import Transformer

/// Attention whose merged heads are its output.
struct NoProjection: PlainVariant {
    static let name = "no-projection"
    static let summary = "The merged heads are attention's output"

    func project(_ merged: Tensor, at site: AttentionSite) -> Tensor? { merged }
}

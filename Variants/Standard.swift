import Transformer

/// The baseline: the shared block as it is. Every hook keeps its default.
struct Standard: PlainVariant {
    static let name = "standard"
    static let summary = "The baseline: a pre-norm transformer with learned positions"
}

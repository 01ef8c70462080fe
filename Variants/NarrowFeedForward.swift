import Tensors
import Transformer

/// A feed-forward sublayer as wide as the block: dense C to C, activation, dense C to C.
struct NarrowFeedForward: Variant {
    static let name = "narrow-feed-forward"
    static let summary = "The feed-forward sublayer is as wide as the block"

    struct Options: VariantOptions {
        /// Whether the second dense follows the activation.
        var projection = true
    }

    let options: Options

    func feedForward(_ x: Tensor, at site: BlockSite) -> Tensor? {
        let hidden = site.activation(site.linear("c_fc", x, to: site.width))
        return options.projection ? site.linear("c_proj", hidden, to: site.width) : hidden
    }
}

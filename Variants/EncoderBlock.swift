import Tensors
import Transformer

/// The block of a study of 2019 that gave its models little but attention: each sublayer's sum is
/// normalised after it is made (Vaswani et al.: Attention is all you need. 2017, section 3.1), and
/// nothing after the last block; the heads' outputs are merged without a projection; the
/// feed-forward part is a single dense layer C to C without activation.
///
///     h   = ln_1(x + attention(x))
///     out = ln_2(h + h W + b)
///
/// Norms add 1e-3 to the variance and dense layers have offsets, unless the model's keys say
/// otherwise. With `feedForward=rectified` the part is two dense layers C to C, each with ReLU, as
/// in the study's later block.
struct EncoderBlock: Variant {
    static let name = "encoder-block"
    static let summary = "Norm after each sum, no output projection, a single dense layer"

    /// What the feed-forward part is made of.
    enum FeedForward: String, Codable, CaseIterable {
        case linear, rectified
    }

    struct Options: VariantOptions {
        var feedForward = FeedForward.linear
    }

    let options: Options

    func adjustDefaults(_ config: inout ModelConfig) {
        config.normEpsilon = 1e-3
        config.bias = true
    }

    func attentionStep(_ x: Tensor, at site: BlockSite) -> Tensor? {
        let sum = site.residual(x, site.attention(x), after: .attention)
        return site.norm(sum, before: .attention)
    }

    func feedForwardStep(_ x: Tensor, at site: BlockSite) -> Tensor? {
        let sum = site.residual(x, site.feedForward(x), after: .feedForward)
        return site.norm(sum, before: .feedForward)
    }

    func norm(_ x: Tensor, at site: NormSite) -> Tensor? { site.place == .last ? x : nil }

    func feedForward(_ x: Tensor, at site: BlockSite) -> Tensor? {
        let first = site.linear("dense", x, to: site.width)
        switch options.feedForward {
        case .linear: return first
        case .rectified: return relu(site.linear("dense_2", relu(first), to: site.width))
        }
    }

    func project(_ merged: Tensor, at site: AttentionSite) -> Tensor? { merged }
}

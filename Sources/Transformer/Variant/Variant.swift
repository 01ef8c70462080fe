public import Tensors

/// A change to the shared block: what differs from the baseline, and nothing else.
///
/// Each requirement is a *hook* with a default. Hooks are called once, while the model is traced,
/// with symbolic tensors; gradients and fast kernels follow from the arithmetic. Sizes in the
/// comments: batch B, block size T, width C, heads H, head width D = C / H, vocabulary V.
///
/// Four hooks transform (`queryKeyValue`, `scores`, `weights`, `heads`): in a composition they
/// chain, in the order of its members. Each of the others replaces a part: nil, the default, leaves
/// the baseline's part in place, and only one member of a composition may replace it. A replacement
/// reaches other parts through its site, so that every member's hooks take effect; asking the site
/// for the very part it replaces gives the baseline's.
public protocol Variant: Sendable {
    /// The name in sweeps and tables: lowercase words joined by hyphens.
    static var name: String { get }
    /// One line for lists of variants.
    static var summary: String { get }
    /// What can be set per trial.
    associatedtype Options: VariantOptions = NoOptions
    /// The options it was made with; a stored `let options` satisfies this and `init(options:)`.
    var options: Options { get }
    /// Makes the variant.
    ///
    /// - Throws: `OptionError` for values that cannot be.
    init(options: Options) throws

    /// Sets what keys of the model are by default with this variant, such as `normEpsilon`. A key
    /// that somebody sets keeps its value. In a composition members apply in their order; a variant
    /// has a hook besides, as a member that leaves the graph as it is without it is refused.
    func adjustDefaults(_ config: inout ModelConfig)

    // MARK: Around the stack

    /// Everything: tokens [B, T] to logits, [B, T, V] or, to predict the last token only, [B, V].
    func model(_ tokens: Tensor, at site: ModelSite) -> Tensor?
    /// Tokens [B, T] to vectors [B, T, C].
    func embed(_ tokens: Tensor, at site: ModelSite) -> Tensor?
    /// Adds where each token stands to vectors [B, T, C]; dropout follows.
    func positions(_ embedded: Tensor, at site: ModelSite) -> Tensor?
    /// Vectors [B, T, C] to logits, [B, T, V] or, to predict the last token only, [B, V].
    func readout(_ x: Tensor, at site: ModelSite) -> Tensor?

    // MARK: The block's wiring and its parts

    /// Both steps of a block: [B, T, C] to [B, T, C].
    func block(_ x: Tensor, at site: BlockSite) -> Tensor?
    /// Norm, attention and residual sum: [B, T, C] to [B, T, C].
    func attentionStep(_ x: Tensor, at site: BlockSite) -> Tensor?
    /// Norm, feed-forward and residual sum: [B, T, C] to [B, T, C].
    func feedForwardStep(_ x: Tensor, at site: BlockSite) -> Tensor?
    /// The norm before a sublayer or after the last block: [B, T, C] to [B, T, C].
    func norm(_ x: Tensor, at site: NormSite) -> Tensor?
    /// How a sublayer's update [B, T, C] joins its input [B, T, C].
    func residual(_ x: Tensor, _ update: Tensor, at site: SublayerSite) -> Tensor?
    /// The feed-forward sublayer: [B, T, C] to [B, T, C]; dropout follows.
    func feedForward(_ x: Tensor, at site: BlockSite) -> Tensor?

    // MARK: Inside attention

    /// The whole attention sublayer: [B, T, C] to [B, T, C]; dropout follows.
    func attention(_ x: Tensor, at site: AttentionSite) -> Tensor?
    /// Transforms queries, keys and values, each [B, H, T, D].
    func queryKeyValue(_ vectors: QueryKeyValue, at site: AttentionSite) -> QueryKeyValue
    /// Queries and keys [B, H, T, D] to scores [B, H, T, T]; by default q k' / sqrt(D).
    func similarity(_ query: Tensor, _ key: Tensor, at site: AttentionSite) -> Tensor?
    /// Transforms scores [B, H, T, T], finite everywhere, before mask and softmax.
    func scores(_ scores: Tensor, at site: AttentionSite) -> Tensor
    /// Scores to weights, [B, H, T, T]; by default the masked softmax over keys.
    func normalize(_ scores: Tensor, at site: AttentionSite) -> Tensor?
    /// Transforms weights [B, H, T, T], which are exactly 0 above the diagonal; dropout follows.
    func weights(_ weights: Tensor, at site: AttentionSite) -> Tensor
    /// Transforms the heads' outputs [B, H, T, D] before they are merged.
    func heads(_ heads: Tensor, at site: AttentionSite) -> Tensor
    /// The output projection of the merged heads: [B, T, C] to [B, T, C].
    func project(_ merged: Tensor, at site: AttentionSite) -> Tensor?
}

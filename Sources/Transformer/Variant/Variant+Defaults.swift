public import Tensors

/// The defaults: every part is the baseline's.
extension Variant {
    /// The baseline's defaults.
    public func adjustDefaults(_ config: inout ModelConfig) {}

    /// The baseline's model.
    public func model(_ tokens: Tensor, at site: ModelSite) -> Tensor? { nil }
    /// The baseline's table of token vectors.
    public func embed(_ tokens: Tensor, at site: ModelSite) -> Tensor? { nil }
    /// The baseline's learned positions.
    public func positions(_ embedded: Tensor, at site: ModelSite) -> Tensor? { nil }
    /// The baseline's dense readout.
    public func readout(_ x: Tensor, at site: ModelSite) -> Tensor? { nil }

    /// The baseline's block: attention step, then feed-forward step.
    public func block(_ x: Tensor, at site: BlockSite) -> Tensor? { nil }
    /// The baseline's pre-norm attention step.
    public func attentionStep(_ x: Tensor, at site: BlockSite) -> Tensor? { nil }
    /// The baseline's pre-norm feed-forward step.
    public func feedForwardStep(_ x: Tensor, at site: BlockSite) -> Tensor? { nil }
    /// The baseline's layer normalisation.
    public func norm(_ x: Tensor, at site: NormSite) -> Tensor? { nil }
    /// The baseline's sum.
    public func residual(_ x: Tensor, _ update: Tensor, at site: SublayerSite) -> Tensor? { nil }
    /// The baseline's two dense layers with an activation between.
    public func feedForward(_ x: Tensor, at site: BlockSite) -> Tensor? { nil }

    /// The baseline's multi-head attention.
    public func attention(_ x: Tensor, at site: AttentionSite) -> Tensor? { nil }
    /// The vectors unchanged.
    public func queryKeyValue(
        _ vectors: QueryKeyValue, at site: AttentionSite
    ) -> QueryKeyValue { vectors }
    /// The baseline's scaled product.
    public func similarity(
        _ query: Tensor, _ key: Tensor, at site: AttentionSite
    ) -> Tensor? { nil }
    /// The scores unchanged.
    public func scores(_ scores: Tensor, at site: AttentionSite) -> Tensor { scores }
    /// The baseline's masked softmax.
    public func normalize(_ scores: Tensor, at site: AttentionSite) -> Tensor? { nil }
    /// The weights unchanged.
    public func weights(_ weights: Tensor, at site: AttentionSite) -> Tensor { weights }
    /// The heads' outputs unchanged.
    public func heads(_ heads: Tensor, at site: AttentionSite) -> Tensor { heads }
    /// The baseline's dense projection.
    public func project(_ merged: Tensor, at site: AttentionSite) -> Tensor? { nil }
}

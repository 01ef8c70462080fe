/// Which tokens a model predicts from a block of T tokens.
package enum PredictedTargets: String, CaseIterable, Hashable, Sendable {
    /// After each of the T tokens the next one: targets are [B, T].
    case every
    /// Only the token after the block: targets are [B].
    case last
}

/// What a variant must show before its numbers are trusted.
///
/// - `check` and `quickCheck` examine a variant by itself: its gradients, causality, and so on.
/// - `parity` compares a variant with tensors that another implementation recorded.
package enum Conformance {}

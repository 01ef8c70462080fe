/// In what precision matrix products take their factors. Sums, results, parameters and everything
/// else are in single precision in any case.
package enum Precision: String, Hashable, Sendable, CaseIterable {
    case float32 = "fp32"
    /// Factors are rounded to bfloat16, each value once for all products that read it, as in mixed
    /// precision training (Kalamkar and others: A study of bfloat16 for deep learning training.
    /// 2019).
    case bfloat16 = "bf16"
}

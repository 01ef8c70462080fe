/// A variant beside tensors that another implementation recorded.
package struct ParityReport: Hashable, Sendable, Codable {
    /// The recorded file.
    package let file: String
    /// The variant it was read as.
    package let variant: String
    package let executor: ExecutorKind
    /// The largest difference that passes.
    package let tolerance: Double
    /// Logits, loss, then the gradients in the order of the parameters.
    package let comparisons: [ParityComparison]
    /// Whether all of them are within the tolerance.
    package let passed: Bool

    init(
        file: String, variant: String, executor: ExecutorKind, tolerance: Double,
        comparisons: [ParityComparison]
    ) {
        self.file = file
        self.variant = variant
        self.executor = executor
        self.tolerance = tolerance
        self.comparisons = comparisons
        passed = comparisons.allSatisfy(\.passed)
    }

    /// The comparison that differs most; values that are not finite come first.
    package var worst: ParityComparison? {
        comparisons.max { ($0.difference ?? .infinity) < ($1.difference ?? .infinity) }
    }
}

extension ParityReport: CustomStringConvertible {
    /// A table of one line a tensor, and a last line with the verdict.
    package var description: String {
        let width = comparisons.map(\.tensor.count).max() ?? 0
        var lines = comparisons.map { comparison in
            let name = comparison.tensor
            let padding = String(repeating: " ", count: width - name.count)
            return "\(name)\(padding)  \(Self.text(comparison.difference))"
                + (comparison.passed ? "" : "  past the tolerance")
        }
        let failed = comparisons.count { !$0.passed }
        let verdict =
            passed
            ? "'\(variant)' matches '\(file)': \(comparisons.count) tensors within"
            : "'\(variant)' does not match '\(file)': \(failed) of \(comparisons.count) tensors past"
        let extreme = worst.map {
            "; the largest difference is \(Self.text($0.difference)) in '\($0.tensor)'"
        }
        lines.append("\(verdict) the tolerance \(tolerance)\(extreme ?? "").")
        return lines.joined(separator: "\n")
    }

    private static func text(_ difference: Double?) -> String {
        difference.map(scientific) ?? "not finite"
    }
}

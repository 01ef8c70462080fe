package import Transformer

/// Two variants of a sweep in depth, A and B, in one cell or several. Differences are B less A, so
/// that a negative one is in favour of B. The members of its JSON are stable; what is not known is
/// left out or null.
package struct VariantComparison: Hashable, Sendable, Encodable {
    /// Counts up when a member changes its meaning or goes away.
    package let format = 1
    /// The sweep.
    package let name: String
    /// The variants as the sweep's table spells them, or the labels of cases.
    package let a: String
    package let b: String
    /// By the better loss of the two, the best first.
    package let cells: [CellComparison]
    /// What is missing and where it would come from; whole sentences.
    package let notes: [String]
}

/// Two variants in one cell: with the same values of all axes, and seed by seed.
package struct CellComparison: Hashable, Sendable, Encodable {
    /// The values that both share.
    package let cell: [String: JSONValue]
    package let a: ComparedVariant
    package let b: ComparedVariant
    /// By seed; also those that only one of the two has finished.
    package let pairs: [ComparedPair]
    /// The mean of B less A over pairs, in nats.
    package let difference: SampleMean
    /// Nil where the sweep's table cannot tell which cell of A belongs to that of B.
    package let verdict: ComparedVerdict?
    /// Nil where the pairs have no metrics here.
    package let curves: ComparedCurves?
    /// In octaves; none where there is no analysis, or only the token after the block is predicted.
    package let positions: [ComparedPosition]
    /// At the last evaluation.
    package let probes: [ComparedProbe]
    /// Where heads look, in the order of computation; none where there is no analysis.
    package let attention: [ComparedHead]
    /// Written with the same prompt and random numbers; nil where not both have one.
    package let samples: ComparedSamples?
}

/// Two trials of one seed.
package struct ComparedPair: Hashable, Sendable, Encodable {
    package let seed: UInt64
    /// The best validation loss, in nats; nil where the trial has not finished.
    package let a: Double?
    package let b: Double?
    package let difference: Double?
}

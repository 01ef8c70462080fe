/// What the sweep's table says of B where A is its baseline.
package struct ComparedVerdict: Hashable, Sendable, Encodable {
    /// The name of the `Verdict`.
    package let verdict: String
    /// About how many seeds would tell; nil where seeds are not what is wanting.
    package let seedsNeeded: Int?
    /// Student's t on the differences of pairs; nil for one pair.
    package let p: Double?
    /// The same adjusted for all comparisons of the table with A.
    package let adjustedP: Double?
    /// A difference within so many nats is taken for none.
    package let margin: Double
    let found: Verdict

    private enum CodingKeys: CodingKey {
        case verdict, seedsNeeded, p, adjustedP, margin
    }

    init(_ comparison: Comparison, margin: Double) {
        found = comparison.verdict
        verdict = found.name
        seedsNeeded = found.seedsNeeded
        p = comparison.test?.p
        adjustedP = comparison.adjustedP
        self.margin = margin
    }
}

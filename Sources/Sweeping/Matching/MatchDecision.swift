/// A width as `sweep.json` keeps it: found once, and the same for every seed, worker and host.
package struct MatchDecision: Hashable, Sendable, Codable {
    /// A hash of what the costs of the two configurations depend on: 16 hexadecimal digits, by which
    /// cells name the decision.
    package var question: String
    /// The first 16 digits of the hash of the variant's graph at the chosen width, and of the
    /// baseline's, by which a variant is recognised that was edited since. Both are traced with what
    /// no cost depends on as `TrialConfig.costed` has it.
    package var graph: String
    package var baselineGraph: String
    package var match: WidthMatch

    package init(question: String, graph: String, baselineGraph: String, match: WidthMatch) {
        self.question = question
        self.graph = graph
        self.baselineGraph = baselineGraph
        self.match = match
    }
}

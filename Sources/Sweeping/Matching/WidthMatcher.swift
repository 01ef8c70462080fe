import Corpora
import Foundation
import Training
import Transformer

/// Finds the widths at which variants cost what the baseline costs. Cells that differ in their seed
/// alone, or in what no cost depends on, ask the same and get the same answer.
final class WidthMatcher {
    /// What is known before, and who measures what is not.
    enum Source {
        /// A sweep that is started or goes on: times that were measured before stay.
        case opening(any StepRatioTiming)
        /// A sweep that is joined: all has been decided.
        case joining
    }

    private let cost: MatchedCost
    /// What tables call the baseline.
    private let baselineName: String
    let preparer: TrialPreparer
    private let source: Source
    /// Decisions by their questions: those of before, and those that were made here.
    private var known: [String: MatchDecision]
    private var answers: [[TrialConfig.CostKey]: MatchDecision] = [:]
    /// What cells have asked for, in their order.
    private var asked: [String] = []

    init(
        _ cost: MatchedCost, baselineName: String, known: [MatchDecision],
        preparer: TrialPreparer, source: Source
    ) {
        self.cost = cost
        self.baselineName = baselineName
        self.preparer = preparer
        self.source = source
        self.known = Dictionary(known.map { ($0.question, $0) }) { $1 }
    }

    /// What `sweep.json` is to hold: the decisions on cells, and the times that were measured for
    /// cells that are not in the spec now.
    var decisions: [MatchDecision] {
        let others = known.values.filter {
            !$0.match.cost.isExact && !asked.contains($0.question)
        }
        return asked.compactMap { known[$0] } + others.sorted { $0.question < $1.question }
    }

    /// The width for a configuration; nil where it is the baseline's own, or where no width can be,
    /// whose reason preparing it tells.
    ///
    /// - Parameter baseline: The configuration whose cost it is to have.
    /// - Throws: What tracing the baseline throws, or `ConfigurationError` where a measurement is
    ///   missing.
    func decision(for config: TrialConfig, baseline: TrialConfig) throws -> MatchDecision? {
        let reference = try preparer.prepare(baseline.costed)
        var config = config.costed
        // Preparing it would refuse widths that are not asked for.
        config.model.vocabulary = try preparer.vocabulary(of: config.data)
        let questions = [config, reference.config].map(\.costKey)
        guard questions[0] != questions[1] else { return nil }
        if let answer = answers[questions] { return answer }
        let name = try Self.name(of: questions, cost)
        let earlier = known[name].flatMap { isUsable($0, config, reference) ? $0 : nil }
        guard let decision = try earlier ?? decide(config, reference, question: name) else {
            return nil
        }
        answers[questions] = decision
        known[name] = decision
        asked.append(name)
        return decision
    }

    /// Whether what was decided before is still the answer.
    private func isUsable(
        _ decision: MatchDecision, _ config: TrialConfig, _ reference: PreparedTrial
    ) -> Bool {
        guard case .opening = source else { return true }
        // The others follow from the graphs, at little cost.
        guard !cost.isExact, decision.baselineGraph == reference.summary.shortHash else {
            return false
        }
        return summary(config, width: decision.match.width)?.shortHash == decision.graph
    }

    private func decide(
        _ config: TrialConfig, _ reference: PreparedTrial, question: String
    ) throws -> MatchDecision? {
        let width: Int?
        var miss: Double?
        switch cost {
        case .parameters, .flops: width = exactWidth(config, reference.summary, cost)
        case .time:
            guard case .opening(let timer) = source else {
                throw ConfigurationError(
                    source: "", path: "match",
                    problem: .inconsistent(
                        "the width that was measured for this cell is missing; start the sweep "
                            + "again with `varia sweep`"))
            }
            // What a model has to compute is a good guess of how long it takes.
            let guess = exactWidth(config, reference.summary, .flops) ?? config.model.width
            width = try search(config, neighborhood: 1).best(from: guess) { width in
                guard summary(config, width: width) != nil else { return nil }
                return try timer.ratio(
                    of: config.with(width: width), to: reference.config)
            }
            // Of several measurements the best one is also the luckiest.
            miss = try width.map {
                try timer.ratio(of: config.with(width: $0), to: reference.config) - 1
            }
        }
        guard let width, let summary = summary(config, width: width) else { return nil }
        return MatchDecision(
            question: question, graph: summary.shortHash,
            baselineGraph: reference.summary.shortHash,
            match: WidthMatch(
                cost: cost, baseline: baselineName,
                specifiedWidth: config.model.width, width: width,
                miss: miss ?? (cost.of(summary) / cost.of(reference.summary) - 1)))
    }

    /// The best width by a cost that the graph tells.
    private func exactWidth(
        _ config: TrialConfig, _ reference: ModelSummary, _ cost: MatchedCost
    ) -> Int? {
        let wanted = cost.of(reference)
        return search(config, neighborhood: 2).best(from: config.model.width) { width in
            summary(config, width: width).map { cost.of($0) / wanted }
        }
    }

    private func search(_ config: TrialConfig, neighborhood: Int) -> WidthSearch {
        WidthSearch(
            step: config.model.heads, largest: ModelConfig.largestSize, neighborhood: neighborhood)
    }

    /// What the graph of a width says; nil where the composition refuses it.
    private func summary(_ config: TrialConfig, width: Int) -> ModelSummary? {
        try? preparer.prepare(config.with(width: width)).summary
    }

    /// The first 16 digits of a hash of what is asked, the same in every process.
    private static func name(
        of questions: [TrialConfig.CostKey], _ cost: MatchedCost
    ) throws -> String {
        let parts = questions.map { JSONValue.object($0.members) }
        let text = try JSONText.line(JSONValue.array([.string(cost.rawValue)] + parts))
        return String(SHA256.hexDigest(of: Array(text)).prefix(16))
    }
}

extension ModelSummary {
    fileprivate var shortHash: String { String(graphHash.prefix(16)) }
}

extension MatchedCost {
    /// That of a graph; a time follows from no graph, and has the operations in its place.
    fileprivate func of(_ summary: ModelSummary) -> Double {
        switch self {
        case .parameters: Double(summary.parameters.total)
        case .flops, .time: summary.flopsPerToken
        }
    }
}

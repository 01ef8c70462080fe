import Foundation
import Sweeping
import TestSupport
import Testing
import Training
import Transformer
import Variants

@Suite("Matched comparisons")
struct MatchTests {
    static let variants = [
        "soft-window", "embedding-gating", "relative-location", "td-dense", "bottleneck",
        "head-gating", "tied-embeddings", "narrow-feed-forward", "no-feed-forward",
    ]

    private static func spec(
        _ variants: [String], match: String? = "parameters", base: String = "", more: String = ""
    ) -> String {
        let names = variants.map { "'\($0)'" }.joined(separator: ", ")
        return """
            { name: 'matched', data: { corpus: 'grammar', length: 4000 },
              base: { layers: 1, heads: 2, blockSize: 8, batch: 2, steps: 2, \(base) },
              grid: { variant: [\(names)] }, \(match.map { "match: '\($0)'," } ?? "") \(more) }
            """
    }

    private func sweep(_ text: String, set arguments: [String] = []) throws -> PreparedSweep {
        try PreparedSweep(try sweepPlan(text, set: arguments))
    }

    /// What a sweep without matching says of a variant at a width; nil where it refuses it.
    private func plain(_ variant: String, width: Int) -> PreparedTrial? {
        try? sweep(Self.spec([variant], match: nil, base: "width: \(width)")).trials[0]
    }

    @Test("give a variant the best of all widths, by parameters", arguments: variants)
    func parameters(variant: String) throws {
        try compareWithAll(variant, "parameters") { Double($0.summary.parameters.total) }
    }

    @Test("give a variant the best of all widths, by FLOPs", arguments: variants)
    func flops(variant: String) throws {
        try compareWithAll(variant, "flops") { $0.summary.flopsPerToken }
    }

    private func compareWithAll(
        _ variant: String, _ match: String, _ cost: (PreparedTrial) -> Double
    ) throws {
        let sweep = try sweep(Self.spec(["standard", variant], match: match, base: "width: 24"))
        let baseline = try #require(plain("standard", width: 24))
        #expect(sweep.trials[0].id == baseline.id)
        #expect(sweep.cellMatches[0] == nil)
        var best: (trial: PreparedTrial, miss: Double)?
        for width in stride(from: 2, through: 64, by: 2) {
            guard let trial = plain(variant, width: width) else { continue }
            let miss = cost(trial) / cost(baseline) - 1
            if best.map({ abs(miss) < abs($0.miss) }) ?? true { best = (trial, miss) }
        }
        let expected = try #require(best)
        // One trial, whether its width was matched or given.
        #expect(sweep.trials[1].id == expected.trial.id)
        let decision = try #require(sweep.cellMatches[1]).match
        #expect(decision.width == expected.trial.config.model.width)
        #expect(decision.specifiedWidth == 24)
        #expect(abs(decision.miss - expected.miss) < 1e-12)
    }

    @Test("pair a width on an axis with the baseline's, and cells keep their values")
    func axis() throws {
        let text = Self.spec(
            ["standard", "soft-window", "td-dense"], base: "",
            more: "baseline: 'standard'"
        ).replacing("grid: {", with: "grid: { width: [32, 64], seed: [1, 2], dropout: [0, 0.1],")
        let matched = try sweep(text)
        let unmatched = try sweep(text.replacing("match: 'parameters',", with: ""))
        #expect(matched.plan.cells.map(\.values) == unmatched.plan.cells.map(\.values))
        #expect(matched.plan.axes == unmatched.plan.axes)
        #expect(unmatched.matches == nil && unmatched.cellMatches.allSatisfy { $0 == nil })
        let byID = Dictionary(uniqueKeysWithValues: matched.trials.map { ($0.id, $0) })
        for (index, cell) in matched.plan.cells.enumerated() {
            let trial = try #require(byID[matched.cellTrials[index]])
            let decision = matched.cellMatches[index]?.match
            let width = try #require(cell.values["width"])
            #expect(
                JSONValue.integer(decision?.specifiedWidth ?? trial.config.model.width) == width)
            #expect((decision == nil) == (trial.config.variant.name == "standard"))
            if let decision {
                #expect(trial.config.model.width == decision.width)
                #expect(!decision.isFar)
            }
        }
        // Two widths, two rates and two variants; seeds ask nothing new.
        #expect(matched.matches?.count == 8)
    }

    @Test("pair cases by their labels or values, and options with the baseline's cell")
    func cases() throws {
        let text = """
            { name: 'a', match: 'parameters', data: { corpus: 'grammar', length: 4000 },
              base: { heads: 2, blockSize: 8, batch: 2, steps: 2 },
              cases: [{ label: 'small', layers: 1, width: 16 },
                      { label: 'large', layers: 2, width: 32 }],
              grid: { variant: ['standard', 'td-dense', 'soft-window'],
                      'td-dense.divisor': [2, 4] } }
            """
        let sweep = try sweep(text)
        #expect(sweep.plan.cells.count == 8)
        #expect(sweep.matches?.count == 6)
        for (cell, decision) in zip(sweep.plan.cells, sweep.cellMatches) {
            let width = cell.label == "small" ? 16 : 32
            #expect(decision.map { $0.match.specifiedWidth == width } ?? true)
        }
    }

    @Test("match the cases of a label, also those of the same variant, whatever their seeds")
    func labels() throws {
        let text = """
            { name: 'a', match: 'parameters', baseline: 'flat',
              data: { corpus: 'grammar', length: 4000 },
              base: { heads: 2, width: 32, blockSize: 8, batch: 2, steps: 2 },
              cases: [{ label: 'flat', layers: 1, seed: 1 }, { label: 'flat', layers: 1, seed: 2 },
                      { label: 'deep', layers: 3, seed: 3 }, { label: 'again', layers: 1, seed: 4 },
                      { label: 'windows', layers: 2, seed: 1, variant: 'soft-window' }] }
            """
        let sweep = try sweep(text)
        let widths = sweep.plan.cells.indices.map { index in
            sweep.cellMatches[index].map { $0.match.width }
        }
        let byLabel = Dictionary(zip(sweep.plan.cells.map { $0.label ?? "" }, widths)) { $1 }
        #expect(byLabel["flat"] == .some(nil) && byLabel["again"] == .some(nil))
        let deep = try #require(byLabel["deep"] ?? nil)
        let windows = try #require(byLabel["windows"] ?? nil)
        #expect(deep < windows && windows < 32)
        #expect(sweep.matches?.allSatisfy { $0.match.baseline == "flat" } == true)
    }

    @Test("take the words of the command line, as for the baseline")
    func overrides() throws {
        let text = Self.spec(["standard", "soft-window", "td-dense"], match: nil)
        let sweep = try sweep(text, set: ["match=flops", "baseline=td-dense"])
        #expect(sweep.matches?.map(\.match.cost) == [.flops, .flops])
        #expect(sweep.matches?.map(\.match.baseline) == ["td-dense", "td-dense"])
        let error = #expect(throws: ConfigurationError.self) {
            try sweepPlan(text, set: ["match=flop"])
        }
        #expect("\(error as Any)".contains("--set: the key 'match' is \"flop\""))
        #expect("\(error as Any)".contains("the nearest is 'flops'"))
    }

    @Test("are refused where widths cannot be matched, with a sentence at the key")
    func errors() throws {
        let drawn = """
            search: { kind: 'random', count: 2, seed: 1, draw: { width: { choices: [8, 16] } } }
            """
        let tuned = "tune: { width: [8, 16], choose: [1], measure: [2] }"
        let missing = "skip: [{ variant: 'standard', layers: 2 }]"
        for (text, facts) in [
            (
                Self.spec(["soft-window", "td-dense"]),
                ["it needs a baseline", "such as 'soft-window'"]
            ),
            (Self.spec(["standard", "td-dense"], more: drawn), ["'search.draw.width' draws"]),
            (Self.spec(["standard", "td-dense"], more: tuned), ["'tune.width' tunes"]),
            (
                Self.spec(["standard", "td-dense"], more: missing)
                    .replacing("grid: {", with: "grid: { layers: [1, 2],"),
                ["in the cell td-dense, layers=2", "'standard' has no cell"]
            ),
            (Self.spec(["standard"], match: "size"), ["\"parameters\", \"flops\" or \"time\""]),
        ] {
            let error = #expect(throws: ConfigurationError.self) { try sweepPlan(text) }
            let sentence = "\(error as Any)"
            for fact in facts + ["the key 'match'", "Sweeps/x.json5"] {
                #expect(sentence.contains(fact), "\(sentence)")
            }
        }
    }

    @Test("warn of a variant that no width brings near, and of no other")
    func warning() throws {
        // It has a table of all pairs of tokens and nothing that has a width.
        let sweep = try sweep(Self.spec(["standard", "bigram", "soft-window"]))
        let warnings = sweep.matchWarnings
        #expect(warnings.count == 1)
        #expect(warnings[0].contains("bigram") && warnings[0].contains("% parameters"))
    }

    @Test("go with searches: every draw and every setting is matched")
    func searches() throws {
        let drawn = """
            search: { kind: 'random', count: 3, seed: 1,
                      draw: { heads: { choices: [2, 4] }, dropout: { uniform: [0, 0.2] } } }
            """
        let random = try sweep(
            Self.spec(["standard", "soft-window"], more: drawn)
                .replacing("heads: 2,", with: ""))
        #expect(random.cellMatches.compactMap { $0 }.count == 3)
        for trial in random.trials {
            #expect(trial.config.model.width.isMultiple(of: trial.config.model.heads))
        }
        let tuned = try sweep(
            Self.spec(
                ["standard", "soft-window"],
                more: "tune: { learningRate: [1e-3, 1e-2], choose: [1], measure: [2] }"))
        #expect(tuned.cellMatches.compactMap { $0 }.count == 4)
        #expect(tuned.matches?.count == 1)
    }
}

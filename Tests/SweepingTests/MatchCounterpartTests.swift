import Foundation
import Sweeping
import TestSupport
import Testing
import Transformer
import Variants

@Suite("Matched comparisons find the baseline's cell")
struct MatchCounterpartTests {
    private static func spec(_ content: String, match: String = "parameters") -> String {
        """
        { name: 'matched', match: '\(match)', data: { corpus: 'grammar', length: 4000 },
          base: { layers: 1, heads: 2, width: 24, blockSize: 8, batch: 2, steps: 2 },
          \(content) }
        """
    }

    private func sweep(_ content: String, match: String = "parameters") throws -> PreparedSweep {
        try PreparedSweep(try sweepPlan(Self.spec(content, match: match)))
    }

    /// The matched widths of cells; nil where the spec's is kept.
    private func widths(_ sweep: PreparedSweep) -> [Int?] {
        sweep.cellMatches.map { $0?.match.width }
    }

    @Test("also where `with` spells the variants")
    func spelledByWith() throws {
        let plain = try sweep("grid: { variant: ['standard', 'td-dense', 'embedding-gating'] }")
        let cases = """
            cases: [{ label: 'plain' }, { label: 'divided', with: ['td-dense'] },
                    { label: 'gated', with: ['embedding-gating'] }]
            """
        let spelled = try sweep(cases)
        #expect(spelled.plan.baseline == "standard")
        #expect(widths(spelled) == widths(plain))
        #expect(widths(spelled)[0] == nil && widths(spelled)[1...].allSatisfy { $0 != nil })
        #expect(spelled.cellTrials == plain.cellTrials)
        // A composition is a baseline too.
        let other = try sweep(cases + ", baseline: 'td-dense'")
        #expect(widths(other)[1] == nil)
        #expect(other.matches?.map(\.match.baseline) == ["td-dense", "td-dense"])
    }

    @Test("among the values that `with` is one of, where `variant` is an axis")
    func withAsAxis() throws {
        let sweep = try sweep(
            """
            cases: [{ label: 'free' }, { label: 'gated', with: ['embedding-gating'] }],
            grid: { variant: ['standard', 'td-dense'] }
            """)
        let owns = sweep.plan.cells.map { $0.values["variant"] == .string("standard") }
        #expect(widths(sweep).map { $0 == nil } == owns)
        #expect(sweep.matches?.count == 2)
    }

    @Test("or are refused where there is nothing to match")
    func nothingToMatch() throws {
        for (content, fact) in [
            ("grid: { seed: [1, 2] }", "every cell is one of the baseline 'standard'"),
            (
                "cases: [{ with: ['td-dense'] }, { with: ['bottleneck'] }]",
                "the key 'baseline' should name one of the variants, such as 'bottleneck'"
            ),
        ] {
            let error = #expect(throws: ConfigurationError.self) {
                try sweepPlan(Self.spec(content))
            }
            #expect("\(error as Any)".contains(fact), "\(error as Any)")
        }
    }

    @Test("of a label whose cases set another value of an option")
    func options() throws {
        let sweep = try sweep(
            """
            baseline: 'wide', grid: { variant: ['td-dense'] },
            cases: [{ label: 'wide', 'td-dense.divisor': 2 },
                    { label: 'narrow', 'td-dense.divisor': 4 }]
            """)
        let found = widths(sweep)
        #expect(found[0] == nil && found[1] != nil)
        #expect(sweep.matches?.map(\.match.baseline) == ["wide"])
    }

    @Test("and count with each one's own vocabulary")
    func vocabularies() throws {
        let sweep = try sweep(
            """
            baseline: 'characters', grid: { seed: [1, 2] },
            cases: [{ label: 'characters' }, { label: 'bytes', tokenizer: 'byte' }]
            """)
        let found = widths(sweep)
        #expect(found[0] == nil && found[2] == nil && found[1] == found[3])
        #expect(try #require(found[1]) < 24)
        let miss = try #require(sweep.cellMatches[1]?.match.miss)
        let byID = Dictionary(uniqueKeysWithValues: sweep.trials.map { ($0.id, $0) })
        let counts = try sweep.cellTrials.prefix(2).map {
            Double(try #require(byID[$0]).summary.parameters.total)
        }
        #expect(abs(counts[1] / counts[0] - 1 - miss) < 1e-12)
    }

    @Test(
        "and ask once for all that differ in what no cost depends on",
        arguments: ["{ choices: [0] }", "{ uniform: [0.2, 0.4] }"])
    func sharedQuestions(rates: String) throws {
        let random = try sweep(
            """
            grid: { variant: ['standard', 'td-dense'] },
            search: { kind: 'random', count: 4, seed: 1, draw: {
              dropout: \(rates),
              embeddingDropout: { uniform: [0.1, 0.4] },
              normEpsilon: { logUniform: [1e-6, 1e-3] },
              initialization: { choices: ['gpt2', 'keras'] } } }
            """, match: "flops")
        #expect(random.cellMatches.compactMap(\.self).count == 4)
        #expect(random.matches?.count == 1)
        // Each has the width and the miss that it has alone.
        for (cell, decision) in zip(random.plan.cells, random.cellMatches) {
            guard let decision else { continue }
            let keys = ["dropout", "embeddingDropout", "normEpsilon", "initialization"]
            let values = keys.compactMap { key in cell.values[key].map { "\(key): \($0)" } }
            let alone = try sweep(
                """
                grid: { variant: ['standard', 'td-dense'] },
                cases: [{ \(values.joined(separator: ", ")) }]
                """, match: "flops")
            #expect(alone.matches?.first?.match == decision.match)
        }
        let without = try sweep(
            """
            grid: { variant: ['standard', 'td-dense'], dropout: [0, 0.1] }
            """, match: "flops")
        #expect(without.matches?.count == 2)
    }
}

import Foundation
import Reporting
import Sweeping
import TestSupport
import Testing
import Transformer

@Suite("Which rows of two variants are compared")
struct VariantComparisonChoiceTests {
    /// Two values of an option, one of which suits A and the other one B.
    private static var options: SampleSweep {
        var sweep = SampleSweep(axes: ["variant", "td-dense.divisor", "seed"])
        for seed in 1...3 as ClosedRange<UInt64> {
            let noise = 0.001 * Double(seed * seed)
            for (divisor, dense, both) in [(2, 2.0, 1.7), (4, 1.9, 1.8)] {
                let values = ["td-dense.divisor": JSONValue.integer(divisor)]
                sweep.add("td-dense", seed: seed, loss: dense + noise, values: values)
                sweep.add(
                    "td-dense+soft-window", seed: seed, loss: both + 2 * noise, values: values)
            }
            sweep.add("standard", seed: seed, loss: 2.2)
        }
        return sweep
    }

    private func compared(
        _ sweep: SampleSweep, _ a: String, _ b: String,
        where conditions: [String: JSONValue] = [:]
    ) throws -> VariantComparison {
        try VariantComparison(try sweep.results(), a, b, where: conditions, analyses: [])
    }

    @Test("the verdict is that of the pair that is shown, where both have options")
    func verdict() throws {
        let (a, b) = ("td-dense", "td-dense+soft-window")
        let table = try Self.options.table(baseline: a)
        for (divisor, difference) in [(2, -0.3), (4, -0.1)] {
            // The better row of B is the one that is compared without a condition.
            let conditions: [[String: JSONValue]] =
                [["td-dense.divisor": .integer(divisor)]] + (divisor == 2 ? [[:]] : [])
            let row = try #require(
                table.rows.first { $0.name == "\(b), td-dense.divisor \(divisor)" })
            let expected = try #require(row.comparison)
            for condition in conditions {
                let cell = try #require(
                    try compared(Self.options, a, b, where: condition).cells.first)
                let own = ["td-dense.divisor": JSONValue.integer(divisor)]
                #expect(cell.a.values == own && cell.b.values == own)
                #expect(abs(cell.difference.mean - difference - 0.014 / 3) < 1e-12)
                #expect(cell.difference == expected.difference)
                #expect(cell.verdict?.p == expected.test?.p)
                #expect(cell.verdict?.verdict == expected.verdict.name)
            }
        }
        let text = ComparisonRenderer(width: 80).render(try compared(Self.options, a, b))
        #expect(text.contains("\nA: td-dense.divisor 2\nB: td-dense.divisor 2\n"), "\(text)")
    }

    @Test("rows that the table cannot tell to belong together have no verdict")
    func noVerdict() throws {
        let one = try #require(try compared(Self.options, "td-dense", "standard").cells.first)
        #expect(one.verdict == nil && one.a.values == ["td-dense.divisor": .integer(4)])
        let other = try #require(try compared(Self.options, "standard", "td-dense").cells.first)
        #expect(other.verdict?.verdict == "better" && other.a.values.isEmpty)
        #expect(other.b.values == ["td-dense.divisor": .integer(4)])
    }

    @Test("a look counts where a verdict is seen, and not where the comparison fails")
    func looks() throws {
        var looks = 0
        func compare(_ results: SweepResults, _ a: String, _ b: String) throws {
            _ = try VariantComparison(results, a, b, analyses: []) { table in
                looks += 1
                return table
            }
        }
        let plain = try Self.options.results()
        try compare(plain, "standard", "td-dense")
        #expect(looks == 1)
        try compare(plain, "td-dense", "standard")
        #expect(looks == 1, "there is no verdict")
        try TemporaryFolder.with { folder in
            let results = SweepResults(
                directory: SweepDirectory(folder), manifest: plain.manifest,
                records: plain.records)
            for record in results.records {
                let trial = results.directory.trial(record.id)
                try FileManager.default.createDirectory(
                    at: trial.root, withIntermediateDirectories: true)
                try Data("damaged\n".utf8).write(to: trial.metrics)
            }
            #expect(throws: (any Error).self) { try compare(results, "standard", "td-dense") }
            #expect(looks == 1, "nothing was seen")
        }
    }

    @Test("the command that would analyse what is missing is one that does")
    func command() throws {
        func notes(_ folder: String, _ a: String, _ b: String) throws -> String {
            let plain = try Self.options.results()
            let results = SweepResults(
                directory: SweepDirectory(URL(fileURLWithPath: folder)),
                manifest: plain.manifest, records: plain.records)
            return try VariantComparison(results, a, b, analyses: []).notes.joined()
        }
        let found = try notes("my sweep", "standard", "td-dense")
        #expect(found.contains("`varia analyze 'my sweep'` does it"), "\(found)")
        var sweep = SampleSweep(axes: ["variant", "heads", "seed"])
        for seed in 1...2 as ClosedRange<UInt64> {
            for variant in ["standard", "narrow"] {
                sweep.add(variant, seed: seed, loss: 2, values: ["heads": .integer(2)])
            }
            sweep.add("narrow", seed: seed, loss: 1, values: ["heads": .integer(4)])
        }
        let elsewhere = try compared(sweep, "standard", "narrow").notes.joined()
        #expect(elsewhere.contains("`varia analyze sample --trials all` does it"), "\(elsewhere)")
    }
}

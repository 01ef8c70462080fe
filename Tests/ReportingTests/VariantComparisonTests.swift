import Foundation
import Reporting
import Sweeping
import TestSupport
import Testing
import Training
import Transformer

@Suite("Two variants in depth")
struct VariantComparisonTests {
    /// Two cells, the wider of which is better; "narrow" wins there by 0.1 and loses in the other.
    private static var sweep: SampleSweep {
        var sweep = SampleSweep(axes: ["variant", "heads", "seed"])
        for seed in 1...3 as ClosedRange<UInt64> {
            let noise = 0.001 * Double(seed * seed)
            for (heads, standard, narrow) in [(2, 2.0, 2.1), (4, 1.9, 1.8)] {
                let values = ["heads": JSONValue.integer(heads)]
                sweep.add("standard", seed: seed, loss: standard + noise, values: values)
                sweep.add("narrow", seed: seed, loss: narrow + 2 * noise, values: values)
            }
        }
        sweep.add("narrow", seed: 4, loss: 1.85, values: ["heads": .integer(4)])
        sweep.add("lonely", seed: 1, loss: 1.5, values: ["heads": .integer(8)])
        sweep.add("open", seed: 1, loss: nil, status: .running, values: ["heads": .integer(4)])
        return sweep
    }

    private func compared(
        _ sweep: SampleSweep = sweep, _ a: String = "standard", _ b: String = "narrow",
        where conditions: [String: JSONValue] = [:], analyses: [TrialAnalysis] = []
    ) throws -> VariantComparison {
        try VariantComparison(
            try sweep.results(), a, b, where: conditions, analyses: analyses)
    }

    @Test("the best cell of both is compared, by pairs of seeds, with the table's verdict")
    func best() throws {
        let found = try compared()
        #expect(found.cells.count == 1)
        let cell = try #require(found.cells.first)
        #expect(cell.cell == ["heads": .integer(4)])
        #expect(cell.pairs.map(\.seed) == [1, 2, 3, 4])
        let differences = cell.pairs.map(\.difference)
        #expect(differences[3] == nil && cell.pairs[3].a == nil && cell.pairs[3].b == 1.85)
        let expected = [1.0, 4, 9].map { -0.1 + 0.001 * $0 }
        for (difference, value) in zip(differences, expected) {
            #expect(abs((difference ?? 0) - value) < 1e-12)
        }
        #expect(abs(cell.difference.mean - expected.reduce(0, +) / 3) < 1e-12)
        #expect(cell.difference.count == 3)
        // A pair is missing.
        #expect(cell.verdict?.verdict == "incomplete")
        #expect(cell.a.finished == 3 && cell.b.finished == 4)
        #expect(cell.a.parameters == 3300 && cell.a.trainingFlops == 1000)
        #expect(found.notes.contains { $0.contains("2 cells have both") })
    }

    @Test("cells are chosen by their values")
    func conditions() throws {
        let found = try compared(where: ["heads": .number(2)])
        #expect(found.cells.map(\.cell) == [["heads": .integer(2)]])
        #expect(found.cells[0].difference.mean > 0)
        #expect(found.cells[0].verdict?.verdict == "worse")
    }

    @Test("cases are compared by their labels, whatever else they differ in")
    func labels() throws {
        var sweep = SampleSweep(axes: ["heads", "variant", "seed"])
        sweep.spec = [
            "cases": .array([.object(["label": .string("a"), "heads": .integer(2)])])
        ]
        sweep.baseline = nil
        for seed in 1...2 as ClosedRange<UInt64> {
            sweep.add(
                "standard", seed: seed, loss: 2, values: ["heads": .integer(2)], label: "plain")
            sweep.add(
                "standard", seed: seed, loss: 1.9, values: ["heads": .integer(4)], label: "wide")
        }
        let found = try compared(sweep, "plain", "wide")
        #expect(found.cells.count == 1)
        #expect(abs(found.cells[0].difference.mean + 0.1) < 1e-12)
    }

    @Test("what cannot be compared is told in a sentence")
    func errors() throws {
        func message(_ a: String, _ b: String, _ conditions: [String: JSONValue] = [:]) -> String {
            do {
                _ = try compared(Self.sweep, a, b, where: conditions)
                return ""
            } catch { return "\(error)" }
        }
        #expect(message("standard", "narow").contains("of which 'narrow' is the nearest"))
        #expect(message("narrow", "narrow").contains("name two different ones"))
        #expect(
            message("standard", "narrow", ["head": .integer(4)])
                .contains("no axis 'head' to choose cells by; it has 'heads'"))
        #expect(
            message("standard", "narrow", ["heads": .integer(3)])
                .contains("and heads 3; both have heads 2 and heads 4."))
        #expect(message("standard", "lonely").contains("whose other values are the same"))
        #expect(message("standard", "open").contains("No seed of the sweep 'sample'"))
    }

    private func analysis(
        _ id: String, losses: [Double], counts: [Int]? = nil, distance: Double, text: String
    ) -> TrialAnalysis {
        TrialAnalysis(
            id: id, step: 50, lossByPosition: losses, predictionsByPosition: counts,
            attention: [AttentionSummary(layer: 0, distance: [distance], entropy: [1])],
            sample: TrialAnalysis.Sample(
                prompt: "the", text: text, temperature: 0.8, seed: 1, secondsPerToken: 0.25),
            evaluationSeconds: 3)
    }

    @Test("positions are put together in octaves, weighted by their predictions")
    func positions() throws {
        let records = try Self.sweep.results().records.filter {
            $0.seed == 1 && $0.cell["heads"] == .integer(4)
        }
        let losses = [6.0, 5, 4, 2, 1, 1]
        let analyses = records.prefix(2).enumerated().map { index, record in
            analysis(
                record.id, losses: losses.map { $0 + Double(index) }, counts: [1, 1, 3, 1, 1, 1],
                distance: Double(index + 2), text: "\u{1B}[31m cat \(index)\r\non\tthe mat")
        }
        let found = try compared(analyses: analyses)
        let cell = found.cells[0]
        #expect(cell.positions.map(\.first) == [0, 1, 2, 4])
        #expect(cell.positions.map(\.last) == [0, 1, 3, 5])
        #expect(cell.positions.map(\.a) == [6, 5, 3.5, 1])
        #expect(cell.positions.allSatisfy { abs($0.difference - 1) < 1e-12 })
        #expect(cell.attention.map(\.a?.distance) == [2])
        #expect(cell.attention.map(\.b?.distance) == [3])
        #expect(cell.a.secondsPerToken == 0.25 && cell.b.evaluationSeconds == 3)
        #expect(cell.samples?.a.hasSuffix("cat 0\r\non\tthe mat") == true)

        let text = ComparisonRenderer(width: 80).render(found)
        #expect(text.contains("2-3  3.5000  4.5000  +1.0000"), "\(text)")
        // What a model writes does not steer the terminal.
        #expect(!text.contains("\u{1B}"))
        #expect(text.contains("  the\u{FFFD}[31m cat 0\n  on      the mat"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
        #expect(ComparisonRenderer(usesColor: true).render(found).contains("\u{1B}[1msample"))
    }

    @Test("curves are means over pairs, at the steps that all have")
    func curves() throws {
        try TemporaryFolder.with { folder in
            let plain = try Self.sweep.results()
            let results = SweepResults(
                directory: SweepDirectory(folder), manifest: plain.manifest,
                records: plain.records)
            for record in results.records where record.cell["heads"] == .integer(4) {
                let shift = record.variant == "narrow" ? -0.5 : 0
                let steps = record.seed == 2 ? [10, 20] : [10, 20, 30]
                let lines = try steps.map { step in
                    try JSONEncoder().encode(
                        EvaluationRecord(
                            step: step,
                            validationLoss: 5 - Double(step) / 10 + Double(record.seed) + shift,
                            learningRate: 0, tokensSeen: 0, seconds: 0))
                }
                let trial = results.directory.trial(record.id)
                try FileManager.default.createDirectory(
                    at: trial.root, withIntermediateDirectories: true)
                try Data(lines.map { String(decoding: $0, as: UTF8.self) + "\n" }.joined().utf8)
                    .write(to: trial.metrics)
            }
            let found = try VariantComparison(results, "standard", "narrow", analyses: [])
            let curves = try #require(found.cells[0].curves)
            #expect(curves.pairs == 3 && curves.steps == [10, 20])
            #expect(curves.a == [6, 5] && curves.b == [5.5, 4.5])
            #expect(curves.difference == [-0.5, -0.5])
            let text = ComparisonRenderer(width: 60).render(found)
            #expect(text.contains("A      █▃  from 6.0000 to 5.0000"), "\(text)")
            #expect(text.contains("B - A  ▄▄  from -0.5000 to -0.5000"))
            // Without the folders there are none, and a sentence says so.
            let copy = try compared()
            #expect(copy.cells[0].curves == nil)
            #expect(copy.notes.contains { $0.contains("folders of some trials are not here") })
            #expect(copy.notes.contains { $0.contains("`varia analyze") })
        }
    }
}

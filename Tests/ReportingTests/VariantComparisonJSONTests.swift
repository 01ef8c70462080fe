import Foundation
import Reporting
import Sweeping
import TestSupport
import Testing
import Training
import Transformer

/// The members that programs rely on, by their exact names.
@Suite("The JSON of two variants in depth")
struct VariantComparisonJSONTests {
    private static var sweep: SampleSweep {
        var sweep = SampleSweep()
        for seed in 1...3 as ClosedRange<UInt64> {
            for (variant, loss) in [("standard", 2.0), ("narrow", 1.995 + 0.001 * Double(seed))] {
                sweep.add(
                    variant, seed: seed, loss: loss + 0.01 * Double(seed * seed % 5),
                    values: variant == "narrow" ? ["narrow.share": .integer(2)] : [:],
                    label: variant == "narrow" ? "case" : nil)
            }
        }
        return sweep
    }

    private static let probe = """
        {"name": "transformer.h.0.attn.window", "layer": 0, "isGradient": false, "shape": [2],
        "headAxis": 0, "mean": 13, "values": [12, 14]}
        """

    /// A comparison in which everything is known.
    private func full(in folder: URL) throws -> [String: Any] {
        let plain = try Self.sweep.results()
        let results = SweepResults(
            directory: SweepDirectory(folder), manifest: plain.manifest, records: plain.records)
        let probe = try JSONDecoder().decode(ProbeRecord.self, from: Data(Self.probe.utf8))
        for record in results.records {
            let lines = try [10, 20].map { step in
                try JSONText.line(
                    EvaluationRecord(
                        step: step, validationLoss: 2, learningRate: 0, tokensSeen: 0,
                        seconds: 0, probes: [probe])) + Data("\n".utf8)
            }
            let trial = results.directory.trial(record.id)
            try FileManager.default.createDirectory(
                at: trial.root, withIntermediateDirectories: true)
            try Data(lines.joined()).write(to: trial.metrics)
        }
        let analyses = results.records.map { record in
            TrialAnalysis(
                id: record.id, step: 50, lossByPosition: [2, 1], predictionsByPosition: [1, 1],
                attention: [AttentionSummary(layer: 0, distance: [1], entropy: [1])],
                sample: TrialAnalysis.Sample(
                    prompt: "a", text: "b", temperature: 1, seed: 1, secondsPerToken: 1),
                evaluationSeconds: 1)
        }
        let found = try VariantComparison(results, "standard", "narrow", analyses: analyses)
        let page = try JSONSerialization.jsonObject(with: JSONText.page(found))
        return try #require(page as? [String: Any])
    }

    /// The names of an object's members, or of the first object of a list.
    private func members(_ value: Any?) -> [String] {
        let object = value as? [String: Any] ?? (value as? [[String: Any]])?.first
        return object?.keys.sorted() ?? []
    }

    @Test("its members are stable, on every level")
    func names() throws {
        try TemporaryFolder.with { folder in
            let page = try full(in: folder)
            #expect(members(page) == ["a", "b", "cells", "format", "name", "notes"])
            let cell = try #require((page["cells"] as? [[String: Any]])?.first)
            #expect(
                members(cell) == [
                    "a", "attention", "b", "cell", "curves", "difference", "pairs", "positions",
                    "probes", "samples", "verdict",
                ])
            #expect(
                members(cell["b"]) == [
                    "evaluationSeconds", "finished", "flopsPerToken", "label", "parameters",
                    "seconds", "secondsPerToken", "tokensPerSecond", "trainingFlops", "trials",
                    "validationLoss", "values", "variant",
                ])
            #expect(members(cell["difference"]) == ["count", "halfWidth", "mean"])
            #expect(members(cell["pairs"]) == ["a", "b", "difference", "seed"])
            #expect(members(cell["curves"]) == ["a", "b", "difference", "pairs", "steps"])
            #expect(members(cell["positions"]) == ["a", "b", "difference", "first", "last"])
            #expect(members(cell["probes"]) == ["a", "b", "head", "layer", "place", "probe"])
            #expect(members(cell["attention"]) == ["a", "b", "head", "layer"])
            let head = try #require((cell["attention"] as? [[String: Any]])?.first)
            #expect(members(head["a"]) == ["distance", "entropy"])
            #expect(members(cell["samples"]) == ["a", "b", "prompt", "seed", "temperature"])
            #expect(members(cell["verdict"]) == ["adjustedP", "margin", "p", "verdict"])
        }
    }

    @Test("what is not known is left out")
    func missing() throws {
        let found = try VariantComparison(
            try Self.sweep.results(), "standard", "narrow", analyses: [])
        let page = try JSONSerialization.jsonObject(with: JSONText.page(found))
        let cells = try #require((page as? [String: Any])?["cells"] as? [[String: Any]])
        #expect(
            members(cells) == [
                "a", "attention", "b", "cell", "difference", "pairs", "positions", "probes",
                "verdict",
            ])
    }
}

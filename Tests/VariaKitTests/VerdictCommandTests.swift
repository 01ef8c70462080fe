import Foundation
import TestSupport
import Testing

@Suite("Verdicts of real sweeps")
struct VerdictCommandTests {
    /// Plain attention twice, on seeds of its own each time, and a real handicap.
    private static let spec = """
        {
          name: "truth",
          data: { corpus: "grammar", length: 20000 },
          base: {
            layers: 4, heads: 1, width: 16, blockSize: 16, batch: 8, steps: 150, warmup: 10,
            learningRate: 3e-3, evaluateEvery: 75,
          },
          cases: [
            \((1...4).map { "{ label: \"plain\", seed: \($0) }," }.joined())
            \((5...8).map { "{ label: \"plain again\", seed: \($0) }," }.joined())
            \((1...4).map {
                "{ label: \"handicap\", variant: \"no-residual\", seed: \($0) },"
            }.joined())
          ],
          baseline: "plain",
        }
        """

    private func rows(_ output: String) throws -> [String: [String: Any]] {
        let page = try JSONSerialization.jsonObject(with: Data(output.utf8))
        let rows = try #require((page as? [String: Any])?["rows"] as? [[String: Any]])
        return Dictionary(uniqueKeysWithValues: rows.map { ($0["case"] as? String ?? "", $0) })
    }

    @Test("a variant is no better or worse than itself on other seeds, and a handicap is seen")
    func truth() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            try study.write(spec: Self.spec, to: "truth.json5")
            let sweep = try study.varia("sweep", "truth.json5", "--out", "out", "--jobs", "2")
            #expect(sweep.status == 0, "\(sweep.messages)")
            let table = try study.varia("table", "out", "--format", "json")
            let found = try rows(table.output)
            let again = try #require(found["plain again"])
            #expect(["equivalent", "undecided"].contains(again["verdict"] as? String))
            #expect(again["design"] as? String == "unpaired")
            let handicap = try #require(found["handicap"])
            #expect(handicap["verdict"] as? String == "worse")
            #expect(handicap["design"] as? String == "paired")

            // The sweep's own table was a look; the same verdicts again are none.
            let looks = folder.appendingPathComponent("out/looks.jsonl")
            let lines = {
                try String(contentsOf: looks, encoding: .utf8).split(separator: "\n").count
            }
            #expect(try lines() == 1)
            _ = try study.varia("table", "out", "--baseline", "plain again")
            #expect(try lines() == 2, "another baseline makes other comparisons")

            let noise = try study.varia("table", "out", "--noise")
            #expect(noise.status == 0 && noise.output.contains("truth: the noise floor of plain"))
            let figures = try study.varia("table", "out", "--noise", "--format", "json")
            #expect(figures.output.contains("\"degreesOfFreedom\" : 3"))
            let refused = try study.varia("table", "out", "--noise", "--format", "csv")
            #expect(refused.status == 2 && refused.messages.contains("--format json has them all"))
            let export = try study.varia("table", "out", "--noise", "--tensorboard", "events")
            #expect(export.status == 2 && export.messages.contains("one after the other"))
        }
    }

    @Test("a margin decides what matters; one that is none is refused")
    func margin() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            try study.write(spec: SmallStudy.spec(variants: "\"standard\", \"soft-window\""))
            #expect(try study.varia("sweep", "small.json5", "--out", "out").status == 0)
            let wide = try study.varia("table", "out", "--margin", "100")
            #expect(wide.output.contains("equivalent") && wide.output.contains("±100 nats"))
            let none = try study.varia("table", "out", "--margin", "0")
            #expect(none.status == 2 && none.messages.contains("a number of nats above 0"))
            try study.write(spec: SmallStudy.spec(others: "margin: -1"))
            let spec = try study.varia("sweep", "small.json5", "--out", "other")
            #expect(spec.status == 1)
            #expect(spec.messages.contains("margin"))
        }
    }

    @Test("a copy in which a seed has yet to run leaves the verdict open")
    func copies() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            try study.write(spec: SmallStudy.spec(variants: "\"standard\", \"soft-window\""))
            #expect(try study.varia("sweep", "small.json5", "--out", "out").status == 0)
            let out = folder.appendingPathComponent("out")
            try FileManager.default.removeItem(at: out.appendingPathComponent("trials"))
            let records = out.appendingPathComponent("trials.jsonl")
            let lines = try String(contentsOf: records, encoding: .utf8).split(separator: "\n")
            let kept = lines.filter {
                !($0.contains("\"seed\":2") && $0.contains("\"variant\":\"soft-window\""))
            }
            try #require(kept.count == 3)
            try Data((kept.joined(separator: "\n") + "\n").utf8).write(to: records)
            let table = try study.varia("table", "out")
            #expect(table.output.contains("incomplete") && table.output.contains("1/2, 1 pending"))
            #expect(!table.output.contains("share no seed"))
        }
    }
}

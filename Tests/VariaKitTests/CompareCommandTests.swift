import Foundation
import TestSupport
import Testing

@Suite("varia compare")
struct CompareCommandTests {
    @Test("shows two variants in depth, with what an analysis has found, and as JSON")
    func sweep() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            try study.write(
                spec: SmallStudy.spec(
                    base: "bias: false", variants: "\"standard\", \"soft-window\"",
                    grid: ", heads: [1, 2]"))
            let run = try study.varia("sweep", "small.json5", "--out", "out")
            #expect(run.status == 0, "\(run.messages)")
            let plain = try study.varia("compare", "out", "standard", "soft-window")
            #expect(plain.status == 0, "\(plain.messages)")
            #expect(plain.output.contains("`varia analyze out"), "\(plain.output)")
            #expect(try study.varia("analyze", "out", "--trials", "all").status == 0)
            let before = try study.snapshot("out")
            let text = try study.varia(
                "compare", "out", "standard", "soft-window", "--cell", "heads=2")
            #expect(text.status == 0, "\(text.messages)")
            for part in [
                "A  standard", "heads 2", "seed", "Verdict on B: ", "over training", "B - A",
                "parameters", "time of a written token", "by position in the block", "4-7",
                "distance A", "window in attn", "Samples of seed 1",
            ] {
                #expect(text.output.contains(part), "\(part)")
            }
            #expect(!text.output.contains("varia analyze") && !text.output.contains("\u{1B}"))
            let json = try study.varia(
                "compare", "out", "standard", "soft-window", "--json", "--cell=heads=1")
            let page = try #require(
                try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
            let cells = try #require(page["cells"] as? [[String: Any]])
            #expect(cells.count == 1 && page["format"] as? Int == 1)
            #expect((cells[0]["positions"] as? [Any])?.count == 4)
            #expect((cells[0]["attention"] as? [Any])?.count == 1)
            #expect((cells[0]["probes"] as? [Any])?.isEmpty == false)
            // But for the count of looks it only reads.
            let after = try study.snapshot("out")
            #expect(
                after.filter { before[$0.key] != $0.value }.keys.allSatisfy { $0 == "looks.jsonl" })
            try expectStale(study, in: folder)
        }
    }

    /// Neither command shows analyses of weights that are not the best ones any more.
    private func expectStale(_ study: SmallStudy, in folder: URL) throws {
        let trials = try FileManager.default.contentsOfDirectory(
            at: folder.appendingPathComponent("out/trials"), includingPropertiesForKeys: nil)
        for trial in trials {
            let file = trial.appendingPathComponent("analysis.json")
            let text = try String(contentsOf: file, encoding: .utf8)
            let stale = text.replacing("\"step\" : ", with: "\"step\" : 9")
            try #require(stale != text)
            try Data(stale.utf8).write(to: file)
        }
        let compared = try study.varia("compare", "out", "standard", "soft-window")
        #expect(compared.output.contains("`varia analyze out` does it"), "\(compared.output)")
        #expect(!compared.output.contains("by position in the block"))
        let report = try study.varia("report", "out", "--analyze", "none", "--data", "data.json")
        #expect(report.status == 0, "\(report.messages)")
        let data = try Data(contentsOf: folder.appendingPathComponent("data.json"))
        let page = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        #expect((page?["analyses"] as? [Any])?.isEmpty == true)
    }

    @Test("what is asked for wrongly is told with status 2, what is not there yet with 1")
    func errors() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            try study.write(
                spec: SmallStudy.spec(variants: "\"standard\", \"soft-window\""))
            #expect(try study.varia("sweep", "small.json5", "--out", "out").status == 0)
            let unknown = try study.varia("compare", "out", "standart", "soft-window")
            #expect(unknown.status == 2 && unknown.messages.contains("'standard' is the nearest"))
            let axis = try study.varia(
                "compare", "out", "standard", "soft-window", "--cell", "heads=2")
            #expect(axis.status == 2 && axis.messages.contains("has no axis 'heads'"))
            let word = try study.varia(
                "compare", "out", "standard", "soft-window", "--cell", "heads")
            #expect(word.status == 2 && word.messages.contains("as heads=4"))
            let none = try study.varia("compare", "nowhere", "standard", "soft-window")
            #expect(none.status == 1 && none.messages.contains("There is no folder 'nowhere'."))
            let results = try FileManager.default.contentsOfDirectory(
                at: folder.appendingPathComponent("out/trials"), includingPropertiesForKeys: nil)
            for trial in results {
                try FileManager.default.removeItem(at: trial.appendingPathComponent("result.json"))
            }
            try FileManager.default.removeItem(
                at: folder.appendingPathComponent("out/trials.jsonl"))
            let pairs = try study.varia("compare", "out", "standard", "soft-window")
            #expect(pairs.status == 1 && pairs.messages.contains("nothing to compare"))
        }
    }
}

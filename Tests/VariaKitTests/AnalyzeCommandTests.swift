import Foundation
import TestSupport
import Testing

@Suite("varia analyze")
struct AnalyzeCommandTests {
    @Test("keeps what it finds beside the trials, and disturbs no sweep")
    func sweep() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            try study.write(
                spec: SmallStudy.spec(variants: "\"standard\", \"soft-window\""))
            let run = try study.varia("sweep", "small.json5", "--out", "out")
            #expect(run.status == 0, "\(run.messages)")
            let before = try study.snapshot("out")
            let found = try study.varia("analyze", "out")
            #expect(found.status == 0 && found.output.isEmpty, "\(found.messages)")
            #expect(found.messages.contains("4 of 4: soft-window, seed=2: analysed in"))
            #expect(found.messages.contains("4 of 4 trials are analysed, 0 of them before."))
            let after = try study.snapshot("out")
            let added = Set(after.keys).subtracting(before.keys)
            #expect(added.count == 5 && added.contains("analysis.jsonl"))
            #expect(added.allSatisfy { $0.contains("analysis.json") })
            #expect(before.allSatisfy { after[$0.key] == $0.value })
            // The same sweep again runs nothing, and keeps them.
            let again = try study.varia("sweep", "small.json5", "--out", "out")
            #expect(again.status == 0 && again.output == run.output)
            #expect(try study.snapshot("out") == after)
            let known = try study.varia("analyze", "out", "--trials", "all", "--threads", "2")
            #expect(known.messages.contains("4 of 4 trials are analysed, 4 of them before."))
        }
    }

    @Test("says in a sentence what is missing")
    func missing() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            let none = try study.varia("analyze", "out")
            #expect(none.status == 1 && none.messages.contains("There is no folder 'out'."))
            let choice = try study.varia("analyze", "out", "--trials", "none")
            #expect(choice.status == 2 && choice.messages.contains("one of best, all"))
            #expect(try study.varia("sweep", "small.json5", "--out", "out").status == 0)
            let text = folder.appendingPathComponent("text.txt")
            try FileManager.default.removeItem(at: text)
            let gone = try study.varia("analyze", "out")
            #expect(gone.status == 1 && gone.messages.contains("text.txt"))
            #expect(gone.messages.contains("0 of 2 trials are analysed"))
        }
    }
}

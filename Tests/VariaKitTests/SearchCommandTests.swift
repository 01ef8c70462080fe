import Foundation
import TestSupport
import Testing

@Suite("varia sweep with a search")
struct SearchCommandTests {
    private static let base = """
        data: { corpus: "text.txt" },
        base: { layers: 1, heads: 2, width: 8, blockSize: 8, batch: 2, steps: 8, warmup: 1,
                evaluateEvery: 2 },
        """

    /// Runs a sweep twice; the second time must change nothing.
    private func check(_ spec: String, _ body: (SmallStudy, VariaProcess.Result) throws -> Void)
        throws
    {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            try study.write(spec: spec)
            let first = try study.varia("sweep", "small.json5", "--jobs", "2")
            #expect(first.status == 0, "\(first.messages)")
            let kept = try study.snapshot("Results/small")
            #expect(!kept.keys.contains { $0.contains("claim") || $0.contains("/.") })
            try body(study, first)
            let second = try study.varia("sweep", "small.json5")
            #expect(second.status == 0 && second.output == first.output)
            #expect(try study.snapshot("Results/small") == kept)
            // What git keeps of it suffices for all but the curves of training.
            let table = kept["table.csv"]
            try FileManager.default.removeItem(
                at: folder.appendingPathComponent("Results/small/trials"))
            let third = try study.varia("table", "Results/small", "--format", "csv")
            #expect(Data(third.output.utf8) == table)
            let fourth = try study.varia("sweep", "small.json5")
            #expect(fourth.status == 0, "\(fourth.messages)")
            #expect(try study.snapshot("Results/small")["table.csv"] == table)
        }
    }

    @Test("halving stops trials on the way, says where, and goes on from nothing else")
    func halving() throws {
        let spec = """
            { name: "small", \(Self.base)
              search: { kind: "halving", reduction: 2, minimum: 2, count: 6,
                        draw: { learningRate: { logUniform: [1e-4, 1e-1] } } } }
            """
        try check(spec) { study, result in
            #expect(result.output.contains("stopped at") && result.output.contains("1 stopped"))
            #expect(result.output.contains("of 6 trials went on to their end"))
            #expect(result.messages.contains("at step 2 of 8"))
            #expect(result.messages.contains("of 6 trials have ended"))
            #expect(result.messages.contains("stopped.\n"))
            let csv = try study.varia("table", "Results/small", "--format", "csv")
            #expect(csv.output.contains("stoppedStep"))
        }
    }

    @Test("tuning measures the best setting of each variant, and says what was tried")
    func tuning() throws {
        let spec = """
            { name: "small", \(Self.base)
              grid: { variant: ["standard", "soft-window"] },
              tune: { learningRate: [1e-3, 1e-2], choose: [1], measure: [2, 3] } }
            """
        try check(spec) { _, result in
            #expect(result.output.contains("best of 2") && result.output.contains("tried"))
            #expect(result.output.contains("4 trials were not needed"))
            #expect(result.messages.contains("8 of 12 trials have ended"))
            #expect(result.messages.contains("4 were not needed"))
        }
    }

    @Test("a dry run says what a search takes at the least and at the most")
    func dryRun() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            try study.write(
                spec: """
                    { name: "small", \(Self.base)
                      search: { kind: "halving", reduction: 2, minimum: 2, count: 9,
                                draw: { learningRate: { logUniform: [1e-4, 1e-1] } } } }
                    """)
            let result = try study.varia("sweep", "small.json5", "--dry-run", "--jobs", "1")
            #expect(result.status == 0)
            #expect(result.output.contains("one in 2 goes on each time"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
            let refused = try study.varia("sweep", "small.json5", "--set", "search.count=3")
            #expect(
                refused.status != 0 && refused.messages.contains("--set: the key 'search.count'"))
        }
    }
}

import Foundation
import Sweeping
import TestSupport
import Testing
import Transformer
import Variants

/// What a spec or an argument says to no effect is told, in a sentence each.
@Suite("What is told of a spec")
struct SpecRemarksTests {
    @Test(
        "a value that something else replaces is told, with both places",
        arguments: [
            (
                "base: { variant: 'soft-window' }, grid: { variant: ['standard'] }", [],
                ["In Sweeps/x.json5, 'grid.variant' replaces 'base.variant', which has no effect."]
            ),
            (
                "base: { batch: 2 }, grid: { batchTokens: [64, 128] }", [],
                [
                    "In Sweeps/x.json5, 'grid.batchTokens' replaces 'base.batch', which has no effect."
                ]
            ),
            (
                "data: { length: 3000 }, grid: { length: [4000, 5000] }", [],
                ["In Sweeps/x.json5, 'grid.length' replaces 'data.length', which has no effect."]
            ),
            (
                "base: { steps: 5 }", ["epochs=2"],
                [
                    "--set epochs stands in the place of 'base.steps' of Sweeps/x.json5, which has "
                        + "no effect."
                ]
            ),
            ("base: { steps: 5, heads: 2 }", ["steps=2", "layers=1"], []),
            // Who replaces an axis means to.
            ("base: { heads: 2 }, grid: { heads: [1, 4] }", ["heads=8"], []),
            ("base: { heads: 2 }, grid: { layers: [1, 2] }", [], []),
        ] as [(String, [String], [String])])
    func replaced(_ parts: String, _ arguments: [String], _ sentences: [String]) throws {
        let plan = try sweepPlan("{ name: 'x', \(parts) }", set: arguments)
        #expect(plan.remarks == sentences)
    }

    @Test("an argument that the spec would overrule is refused")
    func overruled() {
        for parts in ["grid: { steps: [5, 6] }", "cases: [{ steps: 5 }, { steps: 6 }]"] {
            let error = #expect(throws: ConfigurationError.self) {
                try sweepPlan("{ name: 'x', \(parts) }", set: ["epochs=2"])
            }
            #expect(error?.source == Settings.argumentSource && error?.path == "epochs")
            #expect("\(error as Any)".contains("'steps'"))
        }
    }

    @Test("draws that repeat others are told, and run once")
    func repetitions() throws {
        func plan(_ count: Int) throws -> SweepPlan {
            try sweepPlan(
                """
                { name: 'x', search: { kind: 'random', count: \(count),
                                       draw: { heads: { choices: [2, 4] } } } }
                """)
        }
        let repeated = try plan(50)
        #expect(repeated.cells.count == 2)
        #expect(
            repeated.remarks == [
                "In Sweeps/x.json5, only 2 of the 50 draws of 'search' are different; those that "
                    + "repeat another are not run again."
            ])
        #expect(try plan(1).remarks.isEmpty)
    }

    @Test("a least improvement is idle only where no cell has patience")
    func patience() throws {
        let idle = try sweepPlan("{ name: 'x', base: { minDelta: 0.1 } }").remarks
        #expect(idle.count == 1)
        #expect(idle.first?.contains("'base.minDelta' says by how much") == true, "\(idle)")
        let used = "{ name: 'x', base: { minDelta: 0.1 }, grid: { patience: [null, 3] } }"
        #expect(try sweepPlan(used).remarks.isEmpty)
        #expect(try sweepPlan("{ name: 'x', base: { minDelta: 0 } }").remarks.isEmpty)
    }

    @Test("a corpus of the command line is that of the current folder, one of the spec its own")
    func corpora() throws {
        try TemporaryFolder.with { root in
            // The current folder is shared by all tests, and is not to be changed.
            let name = "spec-remarks-\(UUID().uuidString).txt"
            let here = URL(fileURLWithPath: name)
            defer { try? FileManager.default.removeItem(at: here) }
            let beside = root.appendingPathComponent(name)
            for file in [here, beside] { try Data(tinyText.utf8).write(to: file) }
            try Data(tinyText.utf8).write(to: root.appendingPathComponent("only.txt"))
            func corpora(_ arguments: [String]) throws -> [String] {
                let text = "{ name: 'x', data: { corpus: '\(name)' } }"
                let spec = try SweepSpec(
                    json5: Data(text.utf8), source: "x.json5", folder: root,
                    overrides: try Settings(arguments: arguments))
                return try spec.plan(catalogue: standardCatalogue).cells.map(\.config.data.corpus)
            }
            #expect(try corpora([]) == [name])
            #expect(try corpora(["corpus=\(name)"]) == [here.standardizedFileURL.path])
            #expect(try corpora(["corpus=only.txt"]) == ["only.txt"])
            #expect(try corpora(["corpus=grammar"]) == ["grammar"])
            #expect(try corpora(["corpus=\(beside.path)"]) == [beside.path])
        }
    }
}

import Foundation
import Sweeping
import Testing
import Training
import Transformer
import Variants

@Suite("Sweep specs")
struct SweepSpecTests {
    @Test("the grid holds every combination once, seeds slowest")
    func counts() throws {
        let plan = try plan(
            """
            { name: "x", grid: { seed: [1, 2, 3], heads: [2, 4], variant: ["standard", "soft-window"] } }
            """)
        #expect(plan.cells.count == 12)
        #expect(plan.axes == ["variant", "heads", "seed"])
        #expect(Set(plan.cells.map(\.description)).count == 12)
        #expect(plan.cells.prefix(4).allSatisfy { $0.config.training.seed == 1 })
        #expect(plan.baseline == "standard")
    }

    @Test("the command line may name another baseline, and is blamed for one that is not there")
    func baselineOverride() throws {
        let text = Data("{ name: 'x', grid: { variant: ['standard', 'soft-window'] } }".utf8)
        func plan(_ argument: String) throws -> SweepPlan {
            try SweepSpec(
                json5: text, source: "x.json5", folder: URL(fileURLWithPath: "/"),
                overrides: Settings(arguments: [argument])
            ).plan(catalogue: standardCatalogue)
        }
        #expect(try plan("baseline=soft-window").baseline == "soft-window")
        let error = #expect(throws: ConfigurationError.self) { try plan("baseline=bottleneck") }
        #expect(error?.source == "--set" && error?.path == "baseline")
    }

    @Test("a key with one value is no axis that varies")
    func constantAxis() throws {
        let plan = try plan("{ name: 'x', grid: { heads: [2], layers: [1, 2] } }")
        #expect(plan.axes == ["layers"])
        #expect(plan.cells.allSatisfy { $0.config.model.heads == 2 })
    }

    @Test("cases are crossed with the grid, and keep their labels")
    func cases() throws {
        let plan = try plan(
            """
            { name: "x", base: { width: 64 },
              cases: [{ label: "wide", width: 128, heads: 8 }, { label: "deep", layers: 6 }],
              grid: { seed: [1, 2] } }
            """)
        #expect(plan.cells.map(\.label) == ["wide", "deep", "wide", "deep"])
        #expect(plan.cells[0].config.model.width == 128)
        #expect(plan.cells[1].config.model.width == 64)
        #expect(plan.cells[1].config.model.layers == 6)
        #expect(plan.axes == ["heads", "layers", "width", "seed"])
    }

    @Test(
        "skip leaves out the cells that have all of its values, and a list stands for any of them")
    func skip() throws {
        let plan = try plan(
            """
            { name: "x", grid: { heads: [1, 2, 4], blockSize: [32, 64] },
              skip: [{ heads: 4, blockSize: 32 }, { heads: [1, 2], blockSize: 64 }] }
            """)
        let cells = plan.cells.map { [$0.config.model.heads, $0.config.model.blockSize] }
        #expect(cells == [[1, 32], [2, 32], [4, 64]])
    }

    @Test("a skipped cell may be impossible")
    func skipImpossible() throws {
        let plan = try plan(
            """
            { name: "x", grid: { heads: [3, 4], width: [96, 128] },
              skip: [{ heads: 3, width: 128 }] }
            """)
        #expect(plan.cells.count == 3)
    }

    @Test("an option's axis applies only to the cells with its variant")
    func options() throws {
        let plan = try plan(
            """
            { name: "x",
              grid: { variant: ["standard", "bottleneck"], "bottleneck.divisor": [4, 8] } }
            """)
        #expect(
            plan.cells.map(\.config.variant.name)
                == ["standard", "bottleneck(divisor=4)", "bottleneck"])
        #expect(plan.cells[0].values["bottleneck.divisor"] == nil)
    }

    @Test("'with' is composed onto every cell, and changes nothing where the cell has it")
    func with() throws {
        let plan = try plan(
            """
            { name: "x", base: { with: ["tied-embeddings"] },
              grid: { variant: ["standard", "soft-window", "tied-embeddings"] } }
            """)
        #expect(
            plan.cells.map(\.config.variant.name)
                == ["tied-embeddings", "soft-window+tied-embeddings", "tied-embeddings"])
        let sweep = try PreparedSweep(plan)
        #expect(sweep.trials.count == 2)
        #expect(sweep.cellTrials[0] == sweep.cellTrials[2])
    }

    @Test("an override replaces the base's value, or an axis by a value or a list")
    func overrides() throws {
        let text = "{ name: 'x', base: { batch: 3, steps: 7 }, grid: { seed: [1, 2, 3] } }"
        let plan = try plan(text, set: ["batchTokens=128", "seed=[5,6]", "dropout=0.5"])
        #expect(plan.cells.map(\.config.training.seed) == [5, 6])
        #expect(plan.cells[0].config.sequences == 2)
        #expect(plan.cells[0].config.training.duration == .steps(7))
        #expect(plan.cells[0].config.model.dropout == 0.5)
        #expect(try self.plan(text, set: ["seed=9"]).cells.count == 1)
    }

    @Test("batchTokens gives every block size the same data")
    func batchTokens() throws {
        let plan = try plan(
            "{ name: 'x', base: { batchTokens: 768 }, grid: { blockSize: [32, 64, 128] } }")
        #expect(plan.cells.map(\.config.sequences) == [24, 12, 6])
    }

    @Test("the resolved members of a configuration read back as the same configuration")
    func roundTrip() throws {
        let plan = try plan(
            """
            { name: "x", data: { validation: 0.2 },
              base: { batchTokens: 640, epochs: 2, embeddingDropout: 0.1, patience: 3 },
              grid: { variant: ["soft-window+bottleneck(divisor=4)"], predict: ["last", "every"] } }
            """)
        for cell in plan.cells {
            var settings = Settings(source: "copy")
            for (key, value) in cell.config.members {
                settings.set(key, to: value, origin: .init(source: "copy", path: key))
            }
            #expect(try TrialConfig(settings, catalogue: standardCatalogue) == cell.config)
        }
    }

    @Test("a variant's defaults hold in its cells, unless a key is set, and read back")
    func variantDefaults() throws {
        let plan = try plan(
            """
            { name: "x", grid: {
                variant: ["standard", "encoder-block"], normEpsilon: [1e-5, 1e-6] } }
            """)
        #expect(plan.cells.map(\.config.model.bias) == [false, false, true, true])
        #expect(plan.cells.map(\.config.model.normEpsilon) == [1e-5, 1e-6, 1e-5, 1e-6])
        let set = try sweepPlan(
            "{ name: 'x', base: { with: ['encoder-block'] } }", set: ["bias=false"])
        #expect(set.cells.map(\.config.model.bias) == [false])
        #expect(set.cells.map(\.config.model.normEpsilon) == [1e-3])
        var settings = Settings(source: "copy")
        for (key, value) in set.cells[0].config.members {
            settings.set(key, to: value, origin: .init(source: "copy", path: key))
        }
        #expect(try TrialConfig(settings, catalogue: standardCatalogue) == set.cells[0].config)
    }

    @Test("JSON5 in an argument says what it looks like, and a key that is given twice is refused")
    func arguments() throws {
        let settings = try Settings(arguments: [
            "heads=8", "activation=relu", "bias=true", "corpus=../a=b.txt",
        ])
        let config = try TrialConfig(settings, catalogue: standardCatalogue)
        #expect(config.model.heads == 8)
        #expect(config.model.activation == .relu)
        #expect(config.model.bias)
        #expect(config.data.corpus == "../a=b.txt")
        let error = #expect(throws: ConfigurationError.self) {
            try Settings(arguments: ["heads=2", "layers=1", "heads=8"])
        }
        #expect(error?.description == "--set: the key 'heads' is given twice; keep one of them.")
    }

    private func plan(_ text: String, set arguments: [String] = []) throws -> SweepPlan {
        try sweepPlan(text, set: arguments)
    }
}

/// The plan of a spec's text, as if it lay in the current folder.
func sweepPlan(_ text: String, set arguments: [String] = []) throws -> SweepPlan {
    let spec = try SweepSpec(
        json5: Data(text.utf8), source: "Sweeps/x.json5",
        folder: URL(fileURLWithPath: FileManager.default.currentDirectoryPath),
        overrides: try Settings(arguments: arguments))
    return try spec.plan(catalogue: standardCatalogue)
}

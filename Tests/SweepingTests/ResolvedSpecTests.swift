import Foundation
import Sweeping
import Testing
import Training
import Transformer
import Variants

/// `sweep.json` holds the spec, so that a sweep can be joined from its directory alone.
@Suite("A resolved spec")
struct ResolvedSpecTests {
    @Test(
        "read again has the same cells, and the same search",
        arguments: [
            """
            { name: 'a', data: { corpus: 'grammar', validation: 0.2, test: null },
              base: { layers: 2, learningRate: 1e-3, weightDecay: 1, evaluateEvery: null, epochs: 2 },
              grid: { variant: ['standard', 'soft-window', 'bottleneck'],
                      'bottleneck.divisor': [4, 8], seed: [1, 2] },
              columns: ['accuracy'], baseline: 'soft-window' }
            """,
            """
            { name: 'a', base: { with: ['tied-embeddings'], dropout: 0.0 },
              cases: [{ label: 'wide', width: 64 }, { layers: 3, dropout: 0.25 }],
              grid: { heads: [1, 2, 4], blockSize: [32, 64] },
              skip: [{ heads: 4, blockSize: 32 }, { heads: [1, 2], blockSize: 64 }] }
            """,
            "{ name: 'a', grid: { heads: [2, 4] }, search: { kind: 'grid' } }",
            """
            { name: 'a', grid: { variant: ['standard', 'soft-window'], seed: [1, 2] },
              search: { kind: 'random', count: 7, seed: 3,
                        draw: { learningRate: { logUniform: [1e-4, 1] }, dropout: { uniform: [0, 1] },
                                layers: { integers: [1, 6] }, heads: { choices: [2, 3, 4.0] } } } }
            """,
            """
            { name: 'a', base: { steps: 900, evaluateEvery: 50 }, grid: { heads: [2, 4, 8] },
              search: { kind: 'halving', reduction: 4, minimum: 100 } }
            """,
            """
            { name: 'a', base: { steps: 900, evaluateEvery: 50 },
              search: { kind: 'halving', minimum: 100, count: 5,
                        draw: { learningRate: { logUniform: [1e-4, 1e-2] } } } }
            """,
            """
            { name: 'a', grid: { variant: ['standard', 'soft-window'] },
              tune: { learningRate: [3e-4, 1e-3], dropout: [0, 0.5], choose: [1, 2], measure: [3] } }
            """,
        ])
    func roundTrip(text: String) throws {
        let plan = try sweepPlan(text, set: ["batch=3"])
        let resolved = try JSONText.page(plan.spec.resolved)
        let again = try sweepPlan(String(decoding: resolved, as: UTF8.self))
        #expect(again.cells.map(\.config) == plan.cells.map(\.config))
        #expect(again.cells.map(\.label) == plan.cells.map(\.label))
        #expect(again.cells.map(\.description) == plan.cells.map(\.description))
        #expect(again.axes == plan.axes && again.search == plan.search)
        #expect(again.baseline == plan.baseline && again.spec.columns == plan.spec.columns)
        // And a third time, to the byte.
        #expect(try JSONText.page(again.spec.resolved) == resolved)
    }

    @Test("a manifest without a search is that of a grid")
    func oldManifest() throws {
        let manifest = SweepManifest(
            name: "x", version: "0", resultVersion: 1,
            machine: Machine(host: "a", system: "b", cores: 1, instructionSet: "avx2"),
            spec: .object([:]), baseline: nil, axes: [], data: [], cells: [])
        let text = String(decoding: try JSONText.line(manifest), as: UTF8.self)
        #expect(!text.contains("search"))
        #expect(
            try JSONDecoder().decode(SweepManifest.self, from: Data(text.utf8)) == manifest)
    }

    @Test("a search that cannot be followed is a damaged file, and no crash")
    func damaged() throws {
        let directory = SweepDirectory(URL(fileURLWithPath: "/nowhere"))
        var manifest = SweepManifest(
            name: "x", version: "0", resultVersion: 1,
            machine: Machine(host: "a", system: "b", cores: 1, instructionSet: "avx2"),
            spec: .object([:]), baseline: nil, axes: [], data: [], cells: [])
        for search: SearchPlan in [
            .halving(reduction: 1, rungs: [1, 2]), .halving(reduction: 3, rungs: []),
            .halving(reduction: 3, rungs: [0, 3]), .halving(reduction: 3, rungs: [9, 3]),
            .tuning(keys: [], choose: [1], measure: [2]),
            .tuning(keys: ["a"], choose: [1], measure: [1]),
        ] {
            manifest.search = search
            #expect(throws: SweepError.damagedFile(path: directory.manifest.path)) {
                try manifest.schedule(in: directory)
            }
        }
    }
}

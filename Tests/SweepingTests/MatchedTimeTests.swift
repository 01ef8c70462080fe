import Foundation
import Sweeping
import TestSupport
import Testing
import Transformer
import Variants

@Suite("Matched times")
struct MatchedTimeTests {
    /// Stands in for a clock: a step takes as long as a function of the width says.
    private final class StubTimer: StepRatioTiming {
        private(set) var count = 0
        private let ratio: (Int) -> Double

        init(_ ratio: @escaping (Int) -> Double) { self.ratio = ratio }

        func ratio(of config: TrialConfig, to baseline: TrialConfig) -> Double {
            count += 1
            return ratio(config.model.width)
        }
    }

    private static let spec = """
        { name: "timed", match: "time", data: { corpus: "grammar", length: 4000 },
          base: { layers: 1, heads: 2, width: 24, blockSize: 8, batch: 2, steps: 2 },
          grid: { variant: ["standard", "soft-window", "td-dense"], seed: [1, 2] } }
        """

    private func widths(_ sweep: PreparedSweep) -> [Int] { sweep.trials.map(\.config.model.width) }

    @Test("are measured once, put down, and read when the sweep is run again or joined")
    func once() throws {
        try TemporaryFolder.with { root in
            let directory = SweepDirectory(root.appendingPathComponent("sweep"))
            let timer = StubTimer { Double($0) / 16.4 }
            let first = try PreparedSweep(try sweepPlan(Self.spec), timer: timer)
            #expect(widths(first) == [24, 16, 16, 24, 16, 16])
            #expect(timer.count > 0)
            try directory.open(for: first)

            let other = StubTimer { Double($0) / 33 }
            let manifest = try SweepManifest.read(directory)
            let again = try PreparedSweep(
                try sweepPlan(Self.spec), earlier: try #require(manifest.matches), timer: other)
            #expect(other.count == 0)
            #expect(again.cellTrials == first.cellTrials)
            try directory.open(for: again)
            #expect(try SweepManifest.read(directory).matches == manifest.matches)

            let joined = try PreparedSweep(joining: directory, catalogue: standardCatalogue)
            #expect(joined.cellTrials == first.cellTrials)
            #expect(joined.matches == first.matches)

            // A new seed asks nothing new; a variant that was out for a while keeps its width.
            for set in ["seed=[1,3]", "variant=[\"standard\",\"td-dense\"]", "seed=[1,2,3]"] {
                let known = try #require(try SweepManifest.read(directory).matches)
                let changed = try PreparedSweep(
                    try sweepPlan(Self.spec, set: [set]), earlier: known, timer: other)
                try directory.open(for: changed)
                #expect(Set(widths(changed)) == [24, 16])
            }
            // Of what no time depends on other values may come, and the first ones go.
            for rate in [0.1, 0.3] {
                let rated = try PreparedSweep(
                    try sweepPlan(Self.spec, set: ["dropout=\(rate)"]),
                    earlier: try #require(SweepManifest.read(directory).matches),
                    timer: rate == 0.1 ? timer : other)
                try directory.open(for: rated)
                #expect(Set(widths(rated)) == [24, 16])
            }
            #expect(other.count == 0)
        }
    }

    @Test("are measured anew for a variant that computes something else now")
    func edited() throws {
        let first = try PreparedSweep(
            try sweepPlan(Self.spec), timer: StubTimer { Double($0) / 16.4 })
        var earlier = try #require(first.matches)
        earlier[1].graph = String(repeating: "0", count: 16)
        let timer = StubTimer { Double($0) / 20.4 }
        let again = try PreparedSweep(try sweepPlan(Self.spec), earlier: earlier, timer: timer)
        #expect(timer.count > 0)
        #expect(again.matches?.map(\.match.width) == [16, 20])
        #expect(again.matches?.first == earlier[0])
    }

    @Test("are not measured by those who join, who say what is missing")
    func missing() throws {
        try TemporaryFolder.with { root in
            let directory = SweepDirectory(root.appendingPathComponent("sweep"))
            try directory.open(
                for: PreparedSweep(try sweepPlan(Self.spec), timer: StubTimer { Double($0) / 16.4 })
            )
            var manifest = try SweepManifest.read(directory)
            manifest.matches = nil
            try JSONText.page(manifest).write(to: directory.manifest)
            let error = #expect(throws: ConfigurationError.self) {
                try PreparedSweep(joining: directory, catalogue: standardCatalogue)
            }
            #expect("\(error as Any)".contains("sweep.json"))
            #expect("\(error as Any)".contains("the key 'match': the width that was measured"))
        }
    }

    @Test("of two that begin at once only the first one's stay, and the other is told so")
    func race() throws {
        try TemporaryFolder.with { root in
            let directory = SweepDirectory(root.appendingPathComponent("sweep"))
            let plan = try sweepPlan(Self.spec)
            let sweeps = try [16.4, 32.4].map { wanted in
                try PreparedSweep(plan, timer: StubTimer { Double($0) / wanted })
            }
            try directory.open(for: sweeps[0])
            let error = #expect(throws: SweepError.self) { try directory.open(for: sweeps[1]) }
            #expect("\(error as Any)".contains("give the same command again"))
            #expect(try SweepManifest.read(directory).matches == sweeps[0].matches)
        }
    }

    @Test("come from steps of both models in turn")
    func measured() throws {
        let plan = try sweepPlan(
            """
            { name: "a", data: { corpus: "grammar", length: 4000 },
              base: { layers: 1, heads: 2, blockSize: 16, batch: 4, steps: 2 },
              grid: { width: [16, 128] } }
            """)
        let trials = try PreparedSweep(plan).trials
        let timer = StepRatioTimer()
        let wide = try timer.ratio(of: trials[1].config, to: trials[0].config)
        let narrow = try timer.ratio(of: trials[0].config, to: trials[1].config)
        #expect(wide > 1.5 && narrow < 0.67)
    }
}

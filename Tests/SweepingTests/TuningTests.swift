import Foundation
import Sweeping
import TestSupport
import Testing
import Training
import Transformer
import Variants

@Suite("Tuning")
struct TuningTests {
    static let spec = """
        { name: "tiny", data: { corpus: "CORPUS" },
          base: { layers: 1, width: 8, heads: 2, blockSize: 8, batch: 2, steps: 4, warmup: 1,
                  evaluateEvery: 2 },
          grid: { variant: ["standard", "soft-window"] },
          tune: { learningRate: [1e-4, 1e-2, 1e-3], choose: [1], measure: [2, 3] } }
        """

    @Test("the plan has every setting for every variant, seeds to choose by first")
    func plan() throws {
        let plan = try sweepPlan(
            """
            { name: 'x', grid: { variant: ['standard', 'soft-window'] },
              tune: { learningRate: [3e-4, 1e-3], layers: [1, 2], choose: [7, 1], measure: [2] } }
            """)
        #expect(plan.axes == ["variant", "layers", "learningRate", "seed"])
        #expect(plan.cells.count == 2 * 4 * 3)
        #expect(plan.cells.map(\.config.training.seed).prefix(16).allSatisfy { $0 != 2 })
        #expect(
            plan.search
                == .tuning(keys: ["layers", "learningRate"], choose: [7, 1], measure: [2]))
    }

    @Test("the best setting is that of the least mean; the first of equals; bad seeds lose")
    func choice() {
        let cells = ["a", "b", "c"].flatMap { value in
            (1...3).map { seed in
                SweepManifest.Cell(
                    id: "\(value)\(seed)", label: nil,
                    values: ["lr": .string(value), "seed": .integer(seed)])
            }
        }
        let tuning = Tuning(cells, keys: ["lr"], choose: [1, 2])
        let group = tuning.groups[0]
        #expect(tuning.groups.count == 1 && group.settings.count == 3)
        #expect(group.settings[1].choosing == ["b1", "b2"])
        #expect(group.settings[1].measuring == ["b3"])
        var losses = ["a1": 2.0, "a2": 4, "b1": 1, "b2": 4.5, "c1": 2.5, "c2": 3]
        func choice() -> Tuning.Choice { Tuning.choice(of: group) { losses[$0] } }
        #expect(choice() == .best(1), "of equal means the first")
        losses["b2"] = .infinity
        #expect(choice() == .best(2))
        losses["c1"] = nil
        #expect(choice() == .undecided)
        losses = losses.mapValues { _ in .infinity }
        losses["c1"] = .nan
        #expect(choice() == Tuning.Choice.none)
    }

    @Test("only the best setting of each variant runs with the seeds to measure on")
    func sweep() throws {
        try withTinySweep(Self.spec) { directory in
            let events = Events()
            DispatchQueue.concurrentPerform(iterations: 2) { _ in
                #expect((try? worker(directory, report: { events.add($0) }).run()) == .completed)
            }
            let results = try SweepResults.read(directory.root)
            let ended = events.all.filter { $0.kind == .ended }.map(\.trial)
            #expect(ended.count == 6 + 4 && Set(ended).count == 10)
            for variant in ["standard", "soft-window"] {
                let own = results.records.filter { $0.variant == variant }
                let best = own.filter { $0.seed == 1 }.min {
                    $0.outcome?.bestValidationLoss ?? 9 < $1.outcome?.bestValidationLoss ?? 9
                }
                let rate = try #require(best?.cell["learningRate"])
                for record in own where record.seed > 1 {
                    #expect(
                        record.status
                            == (record.cell["learningRate"] == rate ? .finished : .unneeded))
                }
            }
            var schedule = try results.manifest.schedule(in: directory)
            let isComplete = try schedule.isComplete()
            #expect(isComplete && schedule.unneeded.count == 8)
            // What was tried and chosen is all that is recorded.
            try directory.writeRecords(results.manifest)
            try FileManager.default.removeItem(at: directory.trials)
            #expect(
                try SweepResults.read(directory.root).records.map(\.status)
                    == results.records.map(\.status))
        }
    }

    @Test("a setting with a trial that failed is not chosen")
    func failure() throws {
        try withTinySweep(Self.spec) { directory in
            let manifest = try SweepManifest.read(directory)
            // The better two settings of the first variant fail.
            for cell in manifest.cells
            where cell.values["variant"] == .string("standard")
                && cell.values["seed"] == .integer(1)
                && cell.values["learningRate"] != .number(1e-4)
            {
                let definition = directory.trial(cell.id).definition
                let text = try String(contentsOf: definition, encoding: .utf8)
                    .replacingOccurrences(of: "\"width\" : 8", with: "\"width\" : 9")
                try text.write(to: definition, atomically: true, encoding: .utf8)
            }
            #expect(try worker(directory).run() == .completed)
            let records = try SweepResults.read(directory.root).records
            let measured = records.filter {
                $0.variant == "standard" && $0.seed > 1 && $0.status == .finished
            }
            #expect(measured.map { $0.cell["learningRate"] } == [.number(1e-4), .number(1e-4)])
        }
    }

    private func worker(
        _ directory: SweepDirectory, report: @escaping (WorkerEvent) -> Void = { _ in }
    ) -> Worker {
        Worker(directory, catalogue: standardCatalogue, relativeTo: nil, report: report)
    }
}

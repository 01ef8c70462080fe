import Foundation
import Reporting
import Sweeping
import Testing
import Transformer

@Suite("Tables of searches")
struct SearchTableTests {
    /// Two variants, two settings each, seeds 1 and 2 to choose by, 3 and 4 to measure on.
    private static func tuned(complete: Bool = true) -> SampleSweep {
        var sweep = SampleSweep(axes: ["variant", "rate", "seed"])
        sweep.search = .tuning(keys: ["rate"], choose: [1, 2], measure: [3, 4])
        for seed in 1...4 as ClosedRange<UInt64> {
            for (variant, shift) in [("standard", 0.0), ("narrow", -0.3)] {
                for (rate, loss) in [(0.1, 2.0), (0.2, 2.5)] {
                    // The narrow one is best at the other rate.
                    let isBest = (rate == 0.1) == (variant == "standard")
                    let isOpen = !complete && variant == "narrow"
                    let status: TrialRecord.Status =
                        seed <= 2
                        ? (isOpen && rate == 0.2 && seed == 2 ? .pending : .finished)
                        : isOpen ? .pending : isBest ? .finished : .unneeded
                    sweep.add(
                        variant, seed: seed,
                        loss: (isBest ? 2 : loss + 0.5) + shift + Double(seed) / 100,
                        status: status, values: ["rate": .number(rate)])
                }
            }
        }
        return sweep
    }

    @Test("the best setting of each variant has a row of the measuring seeds alone, first of all")
    func tuning() throws {
        let table = try Self.tuned().table()
        #expect(
            table.rows.map(\.tuning)
                == [.best(of: 2), .best(of: 2), .tried, .tried, .tried, .tried])
        #expect(table.rows.prefix(2).map(\.variant) == ["narrow", "standard"])
        #expect(table.rows[0].values["rate"] == .number(0.2))
        #expect(table.rows[1].values["rate"] == .number(0.1))
        let losses = table.rows.map { $0.validationLoss?.mean ?? 0 }
        #expect(abs(losses[0] - (1.7 + 0.035)) < 1e-12 && abs(losses[1] - (2 + 0.035)) < 1e-12)
        #expect(table.rows.allSatisfy { $0.validationLoss?.count == 2 && $0.standing.total == 2 })
        // Compared with the baseline's own best setting, on the same seeds.
        let difference = try #require(table.rows[0].difference)
        #expect(abs(difference.mean - -0.3) < 1e-12 && difference.count == 2)
        let note = try #require(table.notes.first { $0.contains("'best of'") })
        #expect(note.contains("best setting of rate") && note.contains("seeds 1 and 2"))
        #expect(note.contains("seeds 3 and 4") && note.contains("4 trials were not needed"))
        let text = TerminalRenderer().render(table)
        #expect(text.contains("best of 2") && text.contains("tried"))
    }

    @Test(
        "a best setting at the end of what was tried is said to be there, if it could be elsewhere")
    func end() throws {
        func notes(_ losses: [Double]) throws -> [String] {
            var sweep = SampleSweep(axes: ["variant", "rate", "seed"])
            sweep.search = .tuning(keys: ["rate"], choose: [1], measure: [2])
            for seed in 1...2 as ClosedRange<UInt64> {
                for (index, loss) in losses.enumerated() {
                    let isBest = loss == losses.min()
                    sweep.add(
                        "standard", seed: seed, loss: loss,
                        status: seed == 1 || isBest ? .finished : .unneeded,
                        values: ["rate": .number(Double(index) / 10)])
                }
            }
            return try sweep.table().notes.filter { $0.contains("one beyond it may be better") }
        }
        #expect(try notes([1, 2, 3]).count == 1 && notes([3, 2, 1]).count == 1)
        #expect(try notes([2, 1, 3]).isEmpty && notes([1, 2]).isEmpty)
    }

    @Test("before the settings of a variant are all tried, none of it is measured")
    func undecided() throws {
        let table = try Self.tuned(complete: false).table()
        #expect(table.rows.filter { $0.tuning != .tried }.map(\.variant) == ["standard"])
        #expect(table.rows.count == 5)
        #expect(table.notes.contains { $0.contains("1 of 2 choices are not made yet.") })
    }

    @Test("programs are told which rows measure, and how many settings were tried")
    func tuningFields() throws {
        let table = try Self.tuned().table()
        let lines = CSVRenderer().render(table).split(separator: "\r\n").map(String.init)
        let names = lines[0].split(separator: ",", omittingEmptySubsequences: false)
        let row = lines[1].split(separator: ",", omittingEmptySubsequences: false)
        func field(_ name: String) -> String? {
            names.firstIndex { $0 == name }.map { String(row[$0]) }
        }
        #expect(field("tuning") == "best" && field("settingsTried") == "2")
        #expect(field("stopped") == nil && field("stoppedStep") == nil)
        let json = try JSONRenderer().render(table)
        #expect(json.contains("\"tuning\" : \"tried\""))
    }

    private static var halved: SampleSweep {
        var sweep = SampleSweep(axes: ["variant", "rate", "seed"])
        sweep.search = .halving(reduction: 3, rungs: [10, 30, 70])
        for (rate, loss, steps) in [(0.1, 2.2, 10), (0.2, 2.5, 70), (0.3, 1.1, 30), (0.4, 2.1, 10)]
        {
            sweep.add(
                "standard", seed: 1, loss: loss, status: steps == 70 ? .finished : .stopped,
                values: ["rate": .number(rate)], steps: steps)
        }
        return sweep
    }

    @Test("stopped trials come last, the furthest first, and count in no mean")
    func halving() throws {
        let table = try Self.halved.table()
        #expect(
            table.rows.map { $0.values["rate"] } == [0.2, 0.3, 0.4, 0.1].map { .number($0) })
        #expect(table.rows.map { $0.validationLoss != nil } == [true, false, false, false])
        #expect(table.rows.map(\.stopped?.step) == [nil, 30, 10, 10])
        #expect(table.rows[1].stopped?.validationLoss?.mean == 1.1)
        #expect(table.rows[1].standing.description == "0/1, 1 stopped")
        let note = try #require(table.notes.first { $0.hasPrefix("1 of 4 trials went on") })
        #expect(note.contains("one in 3") && note.contains("10 and 30 steps"))
        #expect(TerminalRenderer().render(table).contains("step 30, 1.1000"))
        let csv = CSVRenderer().render(table)
        #expect(csv.contains("stoppedStep") && !csv.contains("settingsTried"))
    }

    @Test("a mean over the seeds that were not stopped is said to be that of the luckier ones")
    func survivors() throws {
        var sweep = Self.halved
        #expect(try !sweep.table().notes.contains { $0.contains("luckier") })
        sweep.add(
            "standard", seed: 2, loss: 3, status: .stopped, values: ["rate": .number(0.2)],
            steps: 10)
        #expect(try sweep.table().notes.contains { $0.contains("luckier") })
    }

    @Test("tables of grids have no field of searches")
    func grid() throws {
        let table = try SampleSweep.mixed.table()
        let header = CSVRenderer().render(table).split(separator: "\r\n")[0]
        for name in ["stopped", "unneeded", "stoppedStep", "tuning", "settingsTried"] {
            #expect(!header.split(separator: ",").contains { $0 == name })
        }
    }
}

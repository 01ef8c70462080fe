import Reporting
import Sweeping
import Testing
import Transformer

@Suite("Results table")
struct ResultsTableTests {
    @Test("each cell is one row with the mean of its seeds, and the best loss comes first")
    func aggregation() throws {
        let table = try SampleSweep.mixed.table()
        #expect(table.rows.map(\.variant) == ["narrow", "standard", "standard", "narrow"])
        #expect(table.rows.map { $0.values["heads"] } == [2, 2, 4, 4].map { .integer($0) })
        let best = try #require(table.rows[0].validationLoss)
        #expect(abs(best.mean - (1.9 + 0.02 + 0.002)) < 1e-12)
        #expect(best.count == 3)
        let expected = try #require(Statistics.confidenceHalfWidth([1.901, 1.912, 1.953]))
        #expect(abs(try #require(best.halfWidth) - expected) < 1e-9)
        #expect(table.axes == ["heads"])
    }

    @Test("the difference pairs trials of one seed with the baseline's of the same values")
    func pairing() throws {
        let table = try SampleSweep.mixed.table()
        let difference = try #require(table.rows[0].difference)
        #expect(abs(difference.mean - -0.098) < 1e-12)
        // The seeds' common noise is gone: what is left differs by 0.001 from seed to seed.
        let halfWidth = try #require(difference.halfWidth)
        #expect(abs(halfWidth - 4.302652729749462 * 0.001 / 3.0.squareRoot()) < 1e-9)
        #expect(table.rows[1].difference == nil, "the baseline does not differ from itself")
    }

    @Test("a difference takes only the seeds that both have finished")
    func unpaired() throws {
        var sweep = SampleSweep()
        sweep.add("standard", seed: 1, loss: 2)
        sweep.add("standard", seed: 2, loss: 9)
        sweep.add("narrow", seed: 1, loss: 1.5)
        let difference = try #require(try sweep.table().rows[0].difference)
        #expect(difference.mean == -0.5 && difference.count == 1 && difference.halfWidth == nil)
    }

    @Test("diverged, failed and pending trials stay in sight, and out of the means")
    func misfortunes() throws {
        let table = try SampleSweep.mixed.table()
        let row = try #require(table.rows.last)
        #expect(row.standing.description == "0/3, 1 diverged, 1 failed, 1 pending")
        #expect(row.validationLoss == nil)
        #expect(table.notes.contains("narrow, heads 4, seed 1, diverged at step 70."))
        #expect(table.notes.contains("narrow, heads 4, seed 2, failed: It ran out of memory."))
    }

    @Test("trials that fell back to single precision are said to have")
    func precision() throws {
        func notes(ran: String?) throws -> [String] {
            var sweep = SampleSweep()
            sweep.add("standard", seed: 1, loss: 2)
            sweep.add("narrow", seed: 1, loss: 2, precision: "bf16", ran: ran)
            return try sweep.table().notes.filter { $0.contains("bf16") }
        }
        #expect(try notes(ran: "bf16").isEmpty)
        #expect(
            try notes(ran: nil) == [
                "Warning: some trials of precision bf16 ran in fp32, where bfloat16 was lacking."
            ])
    }

    @Test("another variant can be the baseline; an unknown one is refused with those there are")
    func baseline() throws {
        let table = try SampleSweep.mixed.table(baseline: "narrow")
        let standard = try #require(table.rows.first { $0.variant == "standard" })
        #expect(try #require(standard.difference).mean > 0)
        #expect(throws: ReportingError.self) {
            try SampleSweep.mixed.table(baseline: "standart")
        }
        let error = ReportingError.unknownBaseline(
            "standart", sweep: "sample", nearest: "standard", known: ["narrow", "standard"])
        #expect(
            error.description.hasSuffix(
                "it has 'narrow' and 'standard', of which 'standard' is the nearest."))
    }

    @Test("a variant's own option does not keep it from its baseline")
    func options() throws {
        var sweep = SampleSweep(axes: ["variant", "narrow.size", "seed"])
        sweep.add("standard", seed: 1, loss: 2)
        sweep.add("narrow", seed: 1, loss: 1.5, values: ["narrow.size": .integer(3)])
        sweep.add("narrow", seed: 1, loss: 1.0, values: ["narrow.size": .integer(5)])
        let table = try sweep.table()
        #expect(table.rows.map { $0.difference?.mean } == [-1, -0.5, nil])
    }

    @Test("a cell that occurs twice in a spec counts once")
    func duplicates() throws {
        var sweep = SampleSweep()
        sweep.add("standard", seed: 1, loss: 2)
        sweep.repeatLast()
        let table = try sweep.table()
        #expect(table.rows.count == 1 && table.rows[0].standing.total == 1)
    }

    @Test("rows that differ in tokens seen or in context bring a warning; others do not")
    func warnings() throws {
        var sweep = SampleSweep(axes: ["blockSize"])
        sweep.add("standard", seed: 1, loss: 2, values: ["blockSize": .integer(8)])
        #expect(try sweep.table().notes.isEmpty)
        sweep.add(
            "standard", seed: 1, loss: 2, values: ["blockSize": .integer(16)], tokensSeen: 2000,
            context: 16)
        let notes = try sweep.table().notes
        #expect(notes.contains { $0.contains("tokens they have seen (from 1,000 to 2,000)") })
        #expect(notes.contains { $0.contains("differ in context (8 and 16 tokens)") })
    }

    @Test("a corpus that knows its floor shows the gap, and that no finite block closes it")
    func floor() throws {
        var sweep = SampleSweep()
        sweep.add("standard", seed: 1, loss: 1.25, floor: 0.75)
        let table = try sweep.table()
        #expect(table.rows[0].gapToFloor == 0.5)
        #expect(table.notes.contains { $0.contains("0.7500") && $0.contains("cannot close") })
        #expect(TerminalRenderer().render(table).contains("above floor"))
    }
}

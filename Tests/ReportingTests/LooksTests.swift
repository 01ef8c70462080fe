import Foundation
import Reporting
import Sweeping
import TestSupport
import Testing

@Suite("Looks")
struct LooksTests {
    private func table(seeds: Int) throws -> ResultsTable {
        var sweep = SampleSweep()
        for seed in 1...UInt64(seeds) {
            sweep.add("standard", seed: seed, loss: 2)
            sweep.add("narrow", seed: seed, loss: 2 + 0.02 * Double(seed))
        }
        return try sweep.table()
    }

    private func look(_ table: ResultsTable, in directory: SweepDirectory) throws -> ResultsTable {
        var looks = try Looks(directory)
        let counted = looks.counted(table)
        try looks.record(table)
        return counted
    }

    private func sweepDirectory(_ folder: URL) throws -> SweepDirectory {
        let directory = SweepDirectory(folder)
        try FileManager.default.createDirectory(
            at: directory.trials, withIntermediateDirectories: true)
        return directory
    }

    @Test("a look counts where seeds were added, and not where nothing is new")
    func counting() throws {
        try TemporaryFolder.with { folder in
            let directory = try sweepDirectory(folder)
            #expect(try look(table(seeds: 2), in: directory).looks == 1)
            #expect(try look(table(seeds: 2), in: directory).looks == 1)
            let second = try look(table(seeds: 3), in: directory)
            #expect(second.looks == 2)
            #expect(second.notes.contains { $0.contains("looked at 2 times") })
            #expect(try look(table(seeds: 5), in: directory).looks == 3)
            let file = folder.appendingPathComponent("looks.jsonl")
            #expect(try String(contentsOf: file, encoding: .utf8).split(separator: "\n").count == 3)
        }
    }

    @Test("without a p-value there is nothing to be misled by")
    func oneSeed() throws {
        try TemporaryFolder.with { folder in
            let directory = try sweepDirectory(folder)
            #expect(try look(table(seeds: 1), in: directory).looks == 0)
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(files == ["trials"])
        }
    }

    @Test("readers of a copy without the trials' folders leave no trace in it")
    func copies() throws {
        try TemporaryFolder.with { folder throws in
            #expect(try look(table(seeds: 2), in: SweepDirectory(folder)).looks == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }

    @Test("an incomplete comparison misleads nobody, however often it is looked at")
    func incomplete() throws {
        try TemporaryFolder.with { folder in
            let directory = try sweepDirectory(folder)
            for finished in 2...4 {
                var sweep = SampleSweep()
                for seed in 1...4 as ClosedRange<UInt64> {
                    let status: TrialRecord.Status = seed <= finished ? .finished : .pending
                    sweep.add("standard", seed: seed, loss: 2, status: status)
                    sweep.add("narrow", seed: seed, loss: 2 + 0.02 * Double(seed), status: status)
                }
                let looks = try look(try sweep.table(), in: directory).looks
                #expect(looks == (finished == 4 ? 1 : 0))
            }
        }
    }

    @Test("without pairs, seeds that the baseline gains are a look too")
    func unpaired() throws {
        try TemporaryFolder.with { folder in
            let directory = try sweepDirectory(folder)
            for count in 2...3 as ClosedRange<UInt64> {
                var sweep = SampleSweep()
                for seed in 1...count {
                    sweep.add("standard", seed: seed, loss: 2 + 0.01 * Double(seed))
                }
                for seed in 6...8 as ClosedRange<UInt64> {
                    sweep.add("narrow", seed: seed, loss: 2 + 0.01 * Double(seed))
                }
                #expect(try look(try sweep.table(), in: directory).looks == Int(count) - 1)
            }
        }
    }

    @Test("a damaged line is told and counts for none, and the file keeps it")
    func damage() throws {
        try TemporaryFolder.with { folder in
            let directory = try sweepDirectory(folder)
            _ = try look(table(seeds: 2), in: directory)
            let file = folder.appendingPathComponent("looks.jsonl")
            let data = try Data(contentsOf: file)
            try (data + Data("{\"date\": 3\n".utf8)).write(to: file)
            #expect(try Looks(directory).warnings.map { $0.contains("Line 2 of") } == [true])
            #expect(try look(table(seeds: 3), in: directory).looks == 2)
            let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 3 && lines[1] == "{\"date\": 3")
        }
    }

    @Test("a look after a line that a full disk has cut off stands on a line of its own")
    func cutOff() throws {
        try TemporaryFolder.with { folder in
            let directory = try sweepDirectory(folder)
            _ = try look(table(seeds: 2), in: directory)
            let file = folder.appendingPathComponent("looks.jsonl")
            let data = try Data(contentsOf: file)
            try (data + Data("{\"date\": 3".utf8)).write(to: file)
            _ = try look(table(seeds: 3), in: directory)
            let looks = try Looks(directory)
            #expect(looks.warnings.map { $0.contains("Line 2 of") } == [true])
            #expect(looks.counted(try table(seeds: 3)).looks == 2)
            let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 3 && lines[1] == "{\"date\": 3")
        }
    }

    @Test("the more often somebody looks, the more is found that is not there")
    func inflation() throws {
        let rates = (1...12).compactMap { LookInflation.rate(looks: $0) }
        #expect(rates.count == 12 && rates == rates.sorted() && rates[0] <= 0.055)
        #expect(LookInflation.rate(looks: 0) == nil)
    }
}

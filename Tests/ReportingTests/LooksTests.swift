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
        var looks = Looks(directory)
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
        try TemporaryFolder.with { folder in
            let seen = try look(table(seeds: 2), in: SweepDirectory(folder))
            #expect(seen.looks == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }

    @Test("a damaged line counts for none, and the others stay")
    func damage() throws {
        try TemporaryFolder.with { folder in
            let directory = try sweepDirectory(folder)
            _ = try look(table(seeds: 2), in: directory)
            let file = folder.appendingPathComponent("looks.jsonl")
            let data = try Data(contentsOf: file)
            try (data + Data("{\"date\": 3\n".utf8)).write(to: file)
            #expect(try look(table(seeds: 3), in: directory).looks == 2)
        }
    }

    @Test("the more often somebody looks, the more is found that is not there")
    func inflation() throws {
        let rates = (1...12).compactMap { LookInflation.rate(looks: $0) }
        #expect(rates.count == 12 && rates == rates.sorted() && rates[0] <= 0.055)
        #expect(LookInflation.rate(looks: 0) == nil)
    }
}

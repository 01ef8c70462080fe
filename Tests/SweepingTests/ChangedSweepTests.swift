import Foundation
import Sweeping
import TestSupport
import Testing
import Transformer
import Variants

@Suite("A sweep whose spec changes")
struct ChangedSweepTests {
    /// A directory that several specs work on in turn.
    private struct Study {
        let root: URL
        var directory: SweepDirectory { SweepDirectory(root.appendingPathComponent("sweep")) }

        func write(_ text: String, to name: String) throws {
            try Data(text.utf8).write(to: root.appendingPathComponent(name))
        }

        func prepared(_ grid: String, base: String = "") throws -> PreparedSweep {
            let text = """
                { name: "tiny", data: { corpus: "a.txt" },
                  base: { layers: 1, width: 16, blockSize: 8, batch: 2, steps: 2,
                          evaluateEvery: 2, \(base) },
                  grid: { \(grid) } }
                """
            let spec = try SweepSpec(json5: Data(text.utf8), source: "x.json5", folder: root)
            return try PreparedSweep(try spec.plan(catalogue: standardCatalogue))
        }

        /// Opens the directory for a grid, runs what is new, and says which trials ran.
        @discardableResult
        func run(_ grid: String, base: String = "", records: Bool = true) throws -> [String] {
            let sweep = try prepared(grid, base: base)
            try directory.open(for: sweep)
            nonisolated(unsafe) var ran: [String] = []
            let worker = Worker(
                directory, catalogue: standardCatalogue, relativeTo: root,
                report: { if $0.kind == .ended { ran.append($0.trial) } })
            #expect(try worker.run() == .completed)
            if records { try directory.writeRecords(try SweepManifest.read(directory)) }
            return ran
        }

        func results(all: Bool = false) throws -> SweepResults {
            let results = try SweepResults.read(directory.root)
            return all ? results.includingOthers() : results
        }
    }

    private func withStudy(_ body: (Study) throws -> Void) throws {
        try TemporaryFolder.with { root in
            let study = Study(root: root)
            try study.write(tinyText, to: "a.txt")
            try study.write(String(tinyText.reversed()), to: "b.txt")
            try body(study)
        }
    }

    @Test("a value of an axis, a seed or a variant that is added runs only what is new")
    func added() throws {
        try withStudy { study in
            let first = try study.run("heads: [2], seed: [1]")
            #expect(first.count == 1)
            #expect(try study.run("heads: [2, 4], seed: [1]").count == 1)
            #expect(try study.run("heads: [2, 4], seed: [1, 2]").count == 2)
            let all = "variant: ['standard', 'soft-window'], heads: [2, 4], seed: [1, 2]"
            #expect(try study.run(all).count == 4)
            #expect(try study.run(all).isEmpty)
            #expect(try study.results().others.isEmpty)
        }
    }

    @Test(
        "what is taken out stays, is hidden, and is shown with all others, told apart by its axes",
        arguments: [true, false])
    func removed(isRecorded: Bool) throws {
        try withStudy { study in
            // A coordinator that is killed leaves results without records.
            try study.run(
                "variant: ['standard', 'soft-window'], heads: [2, 4], seed: [1, 2]",
                records: isRecorded)
            #expect(try study.run("heads: [2], seed: [1]").isEmpty)
            let shown = try study.results()
            #expect(shown.records.count == 1 && shown.others.count == 7)
            #expect(shown.axes == [])
            let all = try study.results(all: true)
            #expect(all.records.count == 8 && all.otherCount == 7)
            #expect(all.axes == ["variant", "heads", "seed"])
            let cells = all.records.map { record in
                "\(record.cell["variant"]?.text ?? "") \(record.cell["heads"]?.text ?? "") "
                    + "\(record.cell["seed"]?.text ?? "")"
            }
            #expect(Set(cells).count == 8, "\(cells)")
            #expect(cells.contains("soft-window 4 2") && cells[0] == "standard 2 1")
            // It comes back with its results.
            #expect(try study.run("heads: [2, 4], seed: [1, 2]").isEmpty)
        }
    }

    @Test("a trial of an earlier build has a row of its own among all, where nothing else differs")
    func earlierBuild() throws {
        try withStudy { study in
            let id = try study.run("seed: [1]")[0]
            let old = String(id.reversed())
            let folder = study.directory.trial(old)
            try FileManager.default.copyItem(at: study.directory.trial(id).root, to: folder.root)
            let text = try String(contentsOf: folder.result, encoding: .utf8)
            try text.replacing(id, with: old)
                .write(to: folder.result, atomically: true, encoding: .utf8)
            let all = try study.results(all: true)
            #expect(all.records.map(\.id) == [id, old])
            #expect(all.records.map(\.label) == [nil, "earlier"])
            #expect(all.axes == ["variant", "seed"])
        }
    }

    @Test("two cells that are one trial run once, and both have its result")
    func same() throws {
        try withStudy { study in
            // Without dropout anywhere the key says nothing new.
            let ran = try study.run("embeddingDropout: [0, null]", base: "dropout: 0")
            #expect(ran.count == 1)
            let records = try study.results().records
            #expect(records.count == 2 && Set(records.map(\.id)).count == 1)
            #expect(records.allSatisfy { $0.status == .finished })
        }
    }

    @Test("a corpus that has changed is refused by its name, though another has not")
    func changedCorpus() throws {
        try withStudy { study in
            let grid = "corpus: ['a.txt', 'b.txt']"
            #expect(try study.run(grid).count == 2)
            let before = try Data(contentsOf: study.directory.manifest)
            try study.write(tinyText.uppercased(), to: "b.txt")
            let error = #expect(throws: SweepError.self) { try study.run(grid) }
            #expect("\(error as Any)".contains("other data than 'b.txt'"), "\(error as Any)")
            #expect(try Data(contentsOf: study.directory.manifest) == before)
            // The other one goes on, and so do a new text and a new part of the old one.
            #expect(try study.run("corpus: ['a.txt'], length: [null, 500]").count == 1)
            try study.write(tinyText + tinyText, to: "c.txt")
            #expect(try study.run("corpus: ['a.txt', 'c.txt']").count == 1)
        }
    }
}

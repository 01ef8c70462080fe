import Foundation
import Sweeping
import TestSupport
import Testing
import Transformer
import Variants

@Suite("A sweep's directory")
struct RecordsTests {
    private static let spec = WorkerTests.spec

    @Test("opening it writes what workers need, and records before anything ran are pending")
    func pending() throws {
        try withTinySweep(Self.spec) { directory in
            let results = try SweepResults.read(directory.root)
            #expect(results.manifest.axes == ["variant", "seed"])
            #expect(results.manifest.baseline == "standard")
            #expect(results.records.map(\.status) == Array(repeating: .pending, count: 4))
            #expect(results.records.allSatisfy { $0.size?.context == 8 })
            #expect(results.records.map { $0.cell["seed"] } == [1, 1, 2, 2].map { .integer($0) })
        }
    }

    @Test("trials.jsonl is sorted, the same however often it is made, and enough by itself")
    func records() throws {
        try withTinySweep(Self.spec) { directory in
            _ = try Worker(directory, catalogue: standardCatalogue, relativeTo: nil).run()
            let manifest = try SweepManifest.read(directory)
            try directory.writeRecords(manifest)
            let first = try Data(contentsOf: directory.records)
            let whole = try SweepResults.read(directory.root).records
            #expect(whole.count == 4)
            try directory.writeRecords(manifest)
            #expect(try Data(contentsOf: directory.records) == first)
            let ids = String(decoding: first, as: UTF8.self).split(separator: "\n").map {
                (try? JSONDecoder().decode(TrialRecord.self, from: Data($0.utf8)))?.id
            }
            #expect(ids.compactMap(\.self) == manifest.trialIDs.sorted())
            // As in a copy of the directory without its big files.
            try FileManager.default.removeItem(at: directory.trials)
            #expect(try SweepResults.read(directory.root).records == whole)
            try directory.writeRecords(manifest)
            #expect(try Data(contentsOf: directory.records) == first)
        }
    }

    @Test("thousands of lines are all read, and one that is damaged is told")
    func manyRecords() throws {
        try withTinySweep(Self.spec) { directory in
            var record = try #require(
                try directory.trial(SweepManifest.read(directory).trialIDs[0]).definedRecord())
            record.status = .finished
            var manifest = try SweepManifest.read(directory)
            let cell = manifest.cells[0]
            manifest.cells = []
            var lines: [Data] = []
            for number in 0..<3_000 {
                record.id = String(format: "%016d", number)
                lines.append(try JSONText.line(record))
                manifest.cells.append(
                    SweepManifest.Cell(id: record.id, label: nil, values: cell.values))
            }
            try JSONText.page(manifest).write(to: directory.manifest)
            let newline = Data("\n".utf8)
            try Data(lines.joined(separator: newline) + newline).write(to: directory.records)
            let read = try SweepResults.read(directory.root).records
            #expect(read.map(\.id) == manifest.cells.map(\.id))
            #expect(read.allSatisfy { $0.status == .finished })

            lines[1_234].removeLast()
            try Data(lines.joined(separator: newline)).write(to: directory.records)
            lines[77] = Data("{".utf8)
            // Empty lines count too, as an editor counts them.
            try (Data("\n".utf8) + Data(lines.joined(separator: newline)))
                .write(to: directory.records)
            let path = directory.records.path
            #expect(
                throws: SweepError.damagedRecords(path: path, lines: [79, 1_236], isCopy: false)
            ) { try SweepResults.read(directory.root) }
        }
    }

    @Test("the last words of a log begin with the error that ended the process, if one did")
    func lastWords() throws {
        try TemporaryFolder.with { root in
            let trial = TrialFolder(root)
            #expect(trial.lastLogLines() == "")
            let lines = (1...40).map { "line \($0)" }
            try Data(lines.joined(separator: "\n\n").utf8).write(to: trial.log)
            #expect(trial.lastLogLines(3) == "line 38\nline 39\nline 40")
            let crash = ["v/V.swift:3: Fatal error: the window is empty"] + lines
            try Data((lines + crash).joined(separator: "\n").utf8).write(to: trial.log)
            #expect(trial.lastLogLines(2) == crash[0] + "\nline 1")
        }
    }

    @Test("a sweep that has grown keeps its results, and adds only what is new")
    func growth() throws {
        try withTinySweep(Self.spec) { directory in
            _ = try Worker(directory, catalogue: standardCatalogue, relativeTo: nil).run()
            let earlier = try SweepResults.read(directory.root).records
            let corpus = directory.root.deletingLastPathComponent()
                .appendingPathComponent("tiny.txt")
            let text = Self.spec.replacingOccurrences(of: "CORPUS", with: corpus.path)
            let grown = try PreparedSweep(try sweepPlan(text, set: ["seed=[1,2,3]"]))
            try directory.open(for: grown)
            let records = try SweepResults.read(directory.root).records
            #expect(records.count == 6)
            #expect(records.filter { $0.status == .pending }.map(\.seed) == [3, 3])
            for record in earlier { #expect(records.contains { $0.outcome == record.outcome }) }
        }
    }

    @Test("trials of which only the line in trials.jsonl is left have ended, in any spec")
    func recordsAlone() throws {
        try withTinySweep(Self.spec) { directory in
            _ = try Worker(directory, catalogue: standardCatalogue, relativeTo: nil).run()
            try directory.writeRecords(try SweepManifest.read(directory))
            let before = try SweepResults.read(directory.root).records
            let lines = try Data(contentsOf: directory.records)
            try FileManager.default.removeItem(at: directory.trials)
            let corpus = directory.root.deletingLastPathComponent()
                .appendingPathComponent("tiny.txt")
            let text = Self.spec.replacingOccurrences(of: "CORPUS", with: corpus.path)
            for arguments in [["seed=[1]"], []] {
                let sweep = try PreparedSweep(try sweepPlan(text, set: arguments))
                let forecast = try SweepForecast(sweep, in: directory, jobs: 1)
                #expect(forecast.left.isEmpty)
                try directory.open(for: sweep)
                let worker = Worker(
                    directory, catalogue: standardCatalogue, relativeTo: nil,
                    report: { Issue.record("There was nothing to do, but \($0.kind).") })
                #expect(try worker.run() == .completed)
                try directory.writeRecords(try SweepManifest.read(directory))
            }
            #expect(try SweepResults.read(directory.root).records == before)
            #expect(try Data(contentsOf: directory.records) == lines)
        }
    }

    @Test("a trial whose line says that it failed, and whose folder is gone, runs")
    func failedRecordAlone() throws {
        try withTinySweep(Self.spec) { directory in
            let manifest = try SweepManifest.read(directory)
            for id in manifest.trialIDs {
                let failure = TrialFailure(message: "It cannot be.", isFinal: true)
                try JSONEncoder().encode(failure).write(to: directory.trial(id).failure)
            }
            try directory.writeRecords(manifest)
            let records = try SweepResults.read(directory.root).records
            #expect(records.allSatisfy { $0.status == .failed })
            try FileManager.default.removeItem(at: directory.trials)
            let corpus = directory.root.deletingLastPathComponent()
                .appendingPathComponent("tiny.txt")
            let text = Self.spec.replacingOccurrences(of: "CORPUS", with: corpus.path)
            let sweep = try PreparedSweep(try sweepPlan(text))
            #expect(try SweepForecast(sweep, in: directory, jobs: 1).left.count == 4)
            try directory.open(for: sweep)
            #expect(manifest.trialIDs.allSatisfy { !directory.trial($0).hasEnded })
        }
    }

    @Test("a folder of something else, of another sweep or of other data is left untouched")
    func foreign() throws {
        try withTinySweep(Self.spec) { directory in
            let before = try Data(contentsOf: directory.manifest)
            let root = directory.root.deletingLastPathComponent()
            let corpus = root.appendingPathComponent("tiny.txt")
            let text = Self.spec.replacingOccurrences(of: "CORPUS", with: corpus.path)
            let renamed = text.replacingOccurrences(of: "\"tiny\"", with: "\"other\"")
            let other = try PreparedSweep(try sweepPlan(renamed))
            #expect(throws: SweepError.self) { try directory.open(for: other) }
            try Data((tinyText + "!").utf8).write(to: corpus)
            let changed = try PreparedSweep(try sweepPlan(text))
            let error = #expect(throws: SweepError.self) { try directory.open(for: changed) }
            #expect("\(error as Any)".contains("other data"))
            #expect(try Data(contentsOf: directory.manifest) == before)
            // The folder around it holds a text and a folder, but no sweep.
            let occupied = #expect(throws: SweepError.self) {
                try SweepDirectory(root).open(for: changed)
            }
            #expect("\(occupied as Any)".contains("--out"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: root.path).count == 2)
        }
    }

    @Test("a folder that cannot be made or written is one sentence with its path")
    func readOnly() throws {
        try TemporaryFolder.with { root in
            let corpus = root.appendingPathComponent("tiny.txt")
            try Data(tinyText.utf8).write(to: corpus)
            let sweep = try PreparedSweep(
                try sweepPlan(Self.spec.replacingOccurrences(of: "CORPUS", with: corpus.path)))
            // A path through a file can be made by nobody, whatever their rights.
            let inside = corpus.appendingPathComponent("sweep")
            let error = #expect(throws: SweepError.self) {
                try SweepDirectory(inside).open(for: sweep)
            }
            #expect("\(error as Any)".contains(inside.path))

            let locked = root.appendingPathComponent("locked")
            try FileManager.default.createDirectory(at: locked, withIntermediateDirectories: true)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o555], ofItemAtPath: locked.path)
            guard !FileManager.default.isWritableFile(atPath: locked.path) else { return }
            #expect(throws: SweepError.self) {
                try SweepDirectory(locked.appendingPathComponent("sweep")).open(for: sweep)
            }
        }
    }

    @Test("every spec that comes with Varia can be planned")
    func shippedSpecs() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sweeps")
        let files = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil
        ).filter { $0.pathExtension == "json5" }
        #expect(files.count >= 3)
        for file in files {
            let plan = try SweepSpec(file: file).plan(catalogue: standardCatalogue)
            #expect(plan.spec.name == file.deletingPathExtension().lastPathComponent)
            #expect(plan.baseline != nil || !plan.spec.cases.isEmpty)
        }
    }

    @Test("a result that cannot be read gets no line, and writing the records ends")
    func damagedResult() throws {
        try withTinySweep(WorkerTests.spec) { directory in
            let manifest = try SweepManifest.read(directory)
            _ = try Worker(directory, catalogue: standardCatalogue, relativeTo: nil).run()
            let folder = directory.trial(manifest.trialIDs[0])
            try Data("{".utf8).write(to: folder.result)
            try directory.writeRecords(manifest)
            let text = try String(contentsOf: directory.records, encoding: .utf8)
            #expect(text.count { $0 == "\n" } == manifest.trialIDs.count - 1)
        }
    }
}

import Foundation
import Sweeping
import TestSupport
import Testing
import Training
import Transformer
import Variants

/// What is there and cannot be read is not taken for what is not there. As root may read anything, a
/// folder in the place of a file stands for one that may not be read.
@Suite("Records that cannot be read")
struct UnreadableRecordsTests {
    private func withFinishedSweep(
        _ body: (SweepDirectory, PreparedSweep) throws -> Void
    ) throws {
        try withTinySweep(WorkerTests.spec) { directory in
            _ = try Worker(directory, catalogue: standardCatalogue, relativeTo: nil).run()
            let corpus = directory.root.deletingLastPathComponent()
                .appendingPathComponent("tiny.txt")
            let text = WorkerTests.spec.replacing("CORPUS", with: corpus.path)
            try body(directory, try PreparedSweep(try sweepPlan(text)))
        }
    }

    /// Puts a folder where a file is.
    private func block(_ file: URL) throws {
        try? FileManager.default.removeItem(at: file)
        try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
    }

    private func expectRefusal(_ file: URL, _ body: () throws -> Void) {
        let error = #expect(throws: FileError.self) { try body() }
        #expect(error?.file == file.path)
        #expect("\(error as Any)".contains("cannot be read: it is a folder."))
    }

    @Test("the records: nothing reads on, and nothing is written over them")
    func records() throws {
        try withFinishedSweep { directory, sweep in
            let manifest = try SweepManifest.read(directory)
            try block(directory.records)
            let file = directory.records
            expectRefusal(file) { _ = try SweepResults.read(directory.root) }
            expectRefusal(file) { _ = try SweepStatus(of: directory) }
            expectRefusal(file) { try directory.writeRecords(manifest) }
            expectRefusal(file) { try directory.open(for: sweep) }
            expectRefusal(file) { _ = try SweepForecast(sweep, in: directory, jobs: 1) }
        }
    }

    @Test("a result: its trial is not pending, and does not run again")
    func result() throws {
        try withFinishedSweep { directory, sweep in
            let manifest = try SweepManifest.read(directory)
            let file = directory.trial(manifest.trialIDs[1]).result
            try block(file)
            expectRefusal(file) { _ = try SweepResults.read(directory.root) }
            expectRefusal(file) { _ = try SweepStatus(of: directory) }
            expectRefusal(file) { try directory.writeRecords(manifest) }
            expectRefusal(file) { try directory.open(for: sweep) }
            #expect(FileManager.default.fileExists(atPath: file.path))
        }
    }

    @Test("the folder of trials")
    func trials() throws {
        try withFinishedSweep { directory, _ in
            try FileManager.default.removeItem(at: directory.trials)
            #expect(try SweepResults.read(directory.root).records.count == 4, "a copy has none")
            try Data().write(to: directory.trials)
            #expect(throws: FileError.self) { try SweepResults.read(directory.root) }
        }
    }

    @Test(
        "permission is the reason that is named",
        .disabled(if: NSUserName() == "root", "root may read anything"))
    func permission() throws {
        try withFinishedSweep { directory, _ in
            let id = try SweepManifest.read(directory).trialIDs[0]
            try directory.writeRecords(try SweepManifest.read(directory))
            let files = FileManager.default
            func expectDenied(_ path: URL, mode: Int) throws {
                try files.setAttributes([.posixPermissions: 0], ofItemAtPath: path.path)
                let error = #expect(throws: FileError.self) {
                    try SweepResults.read(directory.root)
                }
                #expect("\(error as Any)".hasSuffix("cannot be read: permission is denied."))
                try files.setAttributes([.posixPermissions: mode], ofItemAtPath: path.path)
            }
            try expectDenied(directory.records, mode: 0o644)
            try files.removeItem(at: directory.records)
            try expectDenied(directory.trial(id).result, mode: 0o644)
            try expectDenied(directory.trial(id).root, mode: 0o755)
            try expectDenied(directory.trials, mode: 0o755)
            try expectDenied(directory.manifest, mode: 0o644)
        }
    }

    @Test("a damaged line is told with what helps, and no other is lost by it")
    func damagedLine() throws {
        try withFinishedSweep { directory, sweep in
            let manifest = try SweepManifest.read(directory)
            try directory.writeRecords(manifest)
            let whole = try Data(contentsOf: directory.records)
            var lines = whole.split(separator: UInt8(ascii: "\n")).map { Data($0) }
            lines[2] = Data("garbage".utf8)
            let newline = Data("\n".utf8)
            let damaged = Data(lines.joined(separator: newline)) + newline
            try damaged.write(to: directory.records)
            func sentence() -> String {
                let error = #expect(throws: SweepError.self) {
                    try SweepResults.read(directory.root)
                }
                return "\(error as Any)"
            }
            #expect(
                sentence().contains(
                    "Line 3 of '\(directory.records.path)' is damaged; `varia sweep`"))
            try directory.writeRecords(manifest)
            #expect(try Data(contentsOf: directory.records) == whole)

            // As in a copy without the trials' folders.
            try damaged.write(to: directory.records)
            try FileManager.default.removeItem(at: directory.trials)
            #expect(sentence().contains("remove it, and the results on the other lines stay"))
            #expect(throws: SweepError.self) { try SweepStatus(of: directory) }
            #expect(try SweepForecast(sweep, in: directory, jobs: 1).left.count == 1)
            var told: [String] = []
            let ended = try directory.open(for: sweep) { told.append($0) }
            #expect(ended.count == 3)
            #expect(told.count == 1 && told[0].contains("Line 3 of"), "\(told)")
            try directory.writeRecords(manifest)
            #expect(
                try SweepResults.read(directory.root).records.count { $0.status == .finished } == 3)
        }
    }

    @Test("a result that is damaged is told when its trial is to run again", arguments: ["", "{"])
    func damagedResult(_ content: String) throws {
        try withFinishedSweep { directory, sweep in
            let file = directory.trial(try SweepManifest.read(directory).trialIDs[0]).result
            try Data(content.utf8).write(to: file)
            var told: [String] = []
            #expect(try directory.open(for: sweep) { told.append($0) }.count == 3)
            #expect(told == ["The file '\(file.path)' is damaged, so that its trial runs again."])
        }
    }

    @Test("metrics that are damaged are a sentence that says what helps, and it does")
    func damagedMetrics() throws {
        try withFinishedSweep { directory, _ in
            let trial = directory.trial(try SweepManifest.read(directory).trialIDs[0])
            #expect(try trial.evaluations()?.count == 4)
            try Data("{}\n".utf8).write(to: trial.metrics)
            let error = #expect(throws: SweepError.self) { try trial.evaluations() }
            #expect(error == .damagedMetrics(path: trial.metrics.path, line: 1))
            #expect("\(error as Any)".contains("remove it to go on without"))
            try FileManager.default.removeItem(at: trial.metrics)
            #expect(try trial.evaluations() == nil)
        }
    }
}

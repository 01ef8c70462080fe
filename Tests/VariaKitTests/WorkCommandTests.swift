import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("varia work and varia status")
struct WorkCommandTests {
    /// A process of `varia` that runs beside the test.
    private struct Running {
        let process: Process
        private let streams: URL

        init(_ arguments: [String], in folder: URL, streams: URL) throws {
            self.streams = streams
            process = Process()
            process.executableURL = try VariaProcess.executable()
            process.arguments = arguments
            process.currentDirectoryURL = folder
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = FileHandle.nullDevice
            try Data().write(to: streams)
            process.standardError = try FileHandle(forWritingTo: streams)
            try process.run()
        }

        var messages: String { (try? String(contentsOf: streams, encoding: .utf8)) ?? "" }

        func end() -> Int32 {
            process.waitUntilExit()
            return process.terminationReason == .exit ? process.terminationStatus : -1
        }
    }

    private func wait(for condition: () -> Bool) {
        let deadline = ContinuousClock.now + .seconds(60)
        while !condition(), ContinuousClock.now < deadline { Thread.sleep(forTimeInterval: 0.02) }
    }

    private func long(_ folder: URL, steps: Int) throws -> SmallStudy {
        let study = try SmallStudy(in: folder)
        try study.write(
            spec: SmallStudy.spec(variants: "\"standard\", \"soft-window\"")
                .replacing("steps: 4", with: "steps: \(steps)")
                .replacing("evaluateEvery: 2", with: "evaluateEvery: 1000"))
        return study
    }

    /// The evaluations of each trial, each once.
    private func metrics(_ study: SmallStudy, _ out: String) throws -> [String: [String]] {
        try study.snapshot(out).filter { $0.key.hasSuffix("metrics.jsonl") }.mapValues { data in
            String(decoding: data, as: UTF8.self).matches(of: #/"validationLoss":([0-9.]+)/#)
                .map { String($0.1) }
        }
    }

    @Test("joins a sweep from another folder; no trial runs twice, and both end with the table")
    func joins() throws {
        try TemporaryFolder.with { folder in
            let study = try long(folder, steps: 20_000)
            #expect(
                try study.varia("sweep", "small.json5", "--out", "whole", "--jobs", "2").status
                    == 0)
            let sweep = try Running(
                ["sweep", "small.json5", "--out", "out", "--jobs", "1"], in: folder,
                streams: folder.appendingPathComponent("1"))
            let manifest = folder.appendingPathComponent("out/sweep.json")
            wait { FileManager.default.fileExists(atPath: manifest.path) }
            let before = try Data(contentsOf: manifest)
            let elsewhere = folder.appendingPathComponent("elsewhere")
            try FileManager.default.createDirectory(
                at: elsewhere, withIntermediateDirectories: true)
            let work = try Running(
                ["work", "../out", "--jobs", "1"], in: elsewhere,
                streams: folder.appendingPathComponent("2"))
            #expect(work.end() == 0, "\(work.messages)")
            #expect(sweep.end() == 0, "\(sweep.messages)")
            #expect(try Data(contentsOf: manifest) == before)
            for one in [sweep, work] {
                #expect(one.messages.contains("4 of 4 trials have ended"), "\(one.messages)")
                #expect(one.messages.contains("validation loss"), "each ran some of the trials")
            }
            #expect(try metrics(study, "out") == metrics(study, "whole"))
            let files = try study.snapshot("out").keys
            #expect(files.contains("table.md") && files.contains("trials.jsonl"))
            let left = files.filter { $0.contains("claim-") || $0.contains("/.") }
            #expect(left.isEmpty, "\(left)")
            let status = try study.varia("status", "out")
            #expect(status.status == 0)
            #expect(status.output.contains("4 of 4 trials have ended (4 finished)"))
        }
    }

    @Test("a signal saves the trials at work and gives them back, with a sentence and status 1")
    func stops() throws {
        try TemporaryFolder.with { folder in
            let study = try long(folder, steps: 100_000_000)
            let sweep = try Running(
                ["sweep", "small.json5", "--out", "out", "--jobs", "1"], in: folder,
                streams: folder.appendingPathComponent("1"))
            func states() -> Int {
                ((try? study.snapshot("out").keys.count { $0.hasSuffix("/state.safetensors") })
                    ?? 0)
            }
            wait { states() == 1 }
            kill(sweep.process.processIdentifier, SIGTERM)
            #expect(sweep.end() == 1)
            let work = try Running(
                ["work", "out", "--jobs", "2"], in: folder,
                streams: folder.appendingPathComponent("2"))
            wait { states() == 2 }
            let during = try study.varia("status", "out")
            #expect(during.output.contains("2 at work, 2 to go"), "\(during.output)")
            kill(work.process.processIdentifier, SIGTERM)
            #expect(work.end() == 1)
            #expect(work.messages.contains("This work was stopped, and its trials are saved"))
            let after = try study.varia("status", "out")
            #expect(after.output.contains("0 of 4 trials have ended (4 to go)"), "\(after.output)")
            #expect(after.output.contains("nobody works on it now"))
        }
    }

    @Test("a trial that was given up stays so until the sweep is started again")
    func givenUp() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            #expect(try study.varia("sweep", "small.json5", "--out", "out").status == 0)
            let trials = folder.appendingPathComponent("out/trials")
            let trial = try #require(
                try FileManager.default.contentsOfDirectory(atPath: trials.path).first)
            let root = trials.appendingPathComponent(trial)
            try FileManager.default.removeItem(at: root.appendingPathComponent("result.json"))
            try Data("{\"crashes\":3,\"isFinal\":true,\"message\":\"It trapped.\"}".utf8)
                .write(to: root.appendingPathComponent("failure.json"))
            let work = try study.varia("work", "out")
            #expect(work.status == 1)
            #expect(work.messages.contains("2 of 2 trials have ended"), "\(work.messages)")
            #expect(work.messages.contains("1 failed"))
            let status = try study.varia("status", "out")
            #expect(status.output.contains("It trapped."), "\(status.output)")
            #expect(try study.varia("sweep", "small.json5", "--out", "out").status == 0)
            #expect(try study.varia("work", "out").status == 0)
        }
    }

    @Test("what cannot be joined, shown or cancelled is refused in one sentence")
    func refusals() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            for command in ["work", "status", "cancel", "table", "report", "analyze", "probes"] {
                for (name, sentence) in [
                    ("none", "varia: There is no folder 'none'.\n"),
                    ("text.txt", "varia: 'text.txt' is a file, but should be a folder.\n"),
                ] {
                    let result = try study.varia(command, name)
                    #expect(result.status == 1 && result.output.isEmpty)
                    #expect(result.messages == sentence, "\(command)")
                }
            }
            let empty = try study.varia("status", ".")
            #expect(empty.status == 1 && empty.messages.contains("holds no sweep"))
            #expect(try study.varia("sweep", "small.json5", "--out", "out").status == 0)
            let text = String(repeating: "the dog ate the cat. ", count: 40)
            try Data(text.utf8).write(to: folder.appendingPathComponent("text.txt"))
            let work = try study.varia("work", "out")
            #expect(work.status == 1 && work.output.isEmpty)
            #expect(work.messages.contains("the corpus 'text.txt' is not what"))
            #expect(work.messages.split(separator: "\n").count == 1)
            let cancel = try study.varia("cancel", "out")
            #expect(cancel.status == 1 && cancel.messages.contains("has no Slurm array"))
        }
    }

    @Test("results that the spec names no longer are hidden from the table, but for --all")
    func all() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            try study.write(spec: SmallStudy.spec(variants: "\"standard\", \"soft-window\""))
            #expect(try study.varia("sweep", "small.json5", "--out", "out").status == 0)
            try study.write(spec: SmallStudy.spec())
            #expect(try study.varia("sweep", "small.json5", "--out", "out").status == 0)
            let table = try study.varia("table", "out")
            #expect(table.output.contains("standard") && !table.output.contains("soft-window"))
            #expect(table.messages.contains("2 trials that have ended are in no cell of the spec"))
            let all = try study.varia("table", "out", "--all")
            #expect(all.output.contains("soft-window") && all.output.contains("vs standard"))
            #expect(all.output.contains("2 trials here are in no cell of the spec any more."))
            #expect(all.messages.isEmpty)
        }
    }
}

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

@Suite("A sweep that is killed")
struct KilledSweepTests {
    /// What decides the table: the outcome of every trial, and its losses at every evaluation.
    private func results(_ study: SmallStudy, _ folder: String) throws -> [String: String] {
        var result: [String: String] = [:]
        for (path, data) in try study.snapshot(folder) {
            let text = String(decoding: data, as: UTF8.self)
            if path == "trials.jsonl" {
                for line in text.split(separator: "\n") {
                    let record =
                        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                    let id = try #require(record?["id"] as? String)
                    let outcome = try #require(record?["outcome"])
                    result["outcome of " + id] = String(
                        decoding: try JSONSerialization.data(
                            withJSONObject: outcome, options: .sortedKeys), as: UTF8.self)
                }
            } else if path.hasSuffix("metrics.jsonl") {
                result[path] = try text.split(separator: "\n").map { line in
                    let metrics =
                        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                    return "\(metrics?["step"] ?? "") \(metrics?["validationLoss"] ?? "")"
                }.joined(separator: "\n")
            } else if path.hasSuffix("best.safetensors") {
                result[path] = data.base64EncodedString()
            }
        }
        return result
    }

    /// Waits until some trial has been evaluated and has not ended.
    private func waitForProgress(of study: SmallStudy, _ folder: String, running process: Process) {
        wait {
            let paths = (try? study.snapshot(folder).keys.map(\.self)) ?? []
            return !process.isRunning || paths.contains { $0.hasSuffix("/state.safetensors") }
        }
    }

    /// Waits for something to become true, but not for ever.
    private func wait(for condition: () -> Bool) {
        let deadline = ContinuousClock.now + .seconds(60)
        while !condition(), ContinuousClock.now < deadline { Thread.sleep(forTimeInterval: 0.02) }
    }

    /// The processes that a process has started.
    private func children(of parent: Int32) throws -> [Int32] {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/pgrep")
        process.arguments = ["-P", "\(parent)"]
        process.standardOutput = output
        try process.run()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(separator: "\n").compactMap { Int32($0) }
    }

    @Test(
        "goes on where it was, and ends with the same bits",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/pgrep")))
    func killed() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            try study.write(
                spec: SmallStudy.spec(
                    base: "heads: 2, dropout: 0.1",
                    variants: "\"standard\", \"soft-window\""
                )
                .replacingOccurrences(of: "steps: 4", with: "steps: 20000")
                .replacingOccurrences(of: "evaluateEvery: 2", with: "evaluateEvery: 1000"))
            let whole = try study.varia("sweep", "small.json5", "--out", "whole", "--jobs", "2")
            #expect(whole.status == 0, "\(whole.messages)")

            var kills = 0
            for attempt in 0..<4 {
                let process = Process()
                process.executableURL = try VariaProcess.executable()
                process.arguments = ["sweep", "small.json5", "--out", "killed", "--jobs", "2"]
                process.currentDirectoryURL = folder
                process.standardOutput = FileHandle.nullDevice
                process.standardError = FileHandle.nullDevice
                try process.run()
                waitForProgress(of: study, "killed", running: process)
                let workers = try children(of: process.processIdentifier)
                // The coordinator alone, a worker alone, or all at once.
                var victims = attempt % 3 == 1 ? [] : [process.processIdentifier]
                if attempt % 3 != 0 { victims += workers }
                for victim in victims where kill(victim, SIGKILL) == 0 { kills += 1 }
                if attempt % 3 == 1 { kill(process.processIdentifier, SIGKILL) }
                process.waitUntilExit()
            }
            #expect(kills >= 3)
            // Workers that lost their coordinator stop by themselves.
            let end = try study.varia("sweep", "small.json5", "--out", "killed", "--jobs", "2")
            #expect(end.status == 0, "\(end.messages)")
            #expect(try results(study, "killed") == results(study, "whole"))
            #expect(try results(study, "whole").count == 12)
            let left = try study.snapshot("killed").keys.filter { path in
                path.hasSuffix("state.safetensors") || path.contains(".tmp")
                    || path.split(separator: "/").last?.hasPrefix(".") == true
            }
            #expect(left.isEmpty, "\(left)")
        }
    }

    @Test(
        "ends at once at a second interrupt, and its workers after it",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/pgrep")))
    func interruptedTwice() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            try study.write(
                spec: SmallStudy.spec().replacing("steps: 4", with: "steps: 100000000"))
            let messages = folder.appendingPathComponent("messages")
            try Data().write(to: messages)
            let process = Process()
            process.executableURL = try VariaProcess.executable()
            process.arguments = ["sweep", "small.json5", "--out", "out", "--jobs", "2"]
            process.currentDirectoryURL = folder
            process.standardOutput = FileHandle.nullDevice
            process.standardError = try FileHandle(forWritingTo: messages)
            try process.run()
            waitForProgress(of: study, "out", running: process)
            let workers = try children(of: process.processIdentifier)
            #expect(workers.count == 2)
            // Workers that hang cannot save their trials.
            for worker in workers { kill(worker, SIGSTOP) }
            kill(process.processIdentifier, SIGINT)
            wait {
                let text = try? String(contentsOf: messages, encoding: .utf8)
                return text?.contains("Stopping") == true
            }
            #expect(process.isRunning)
            kill(process.processIdentifier, SIGINT)
            process.waitUntilExit()
            #expect(process.terminationReason == .exit && process.terminationStatus == 130)
            for worker in workers { kill(worker, SIGCONT) }
            wait { workers.allSatisfy { kill($0, 0) != 0 } }
            #expect(workers.allSatisfy { kill($0, 0) != 0 }, "a worker outlived its sweep")
        }
    }

    @Test("leaves no worker that started after its coordinator was gone")
    func lateWorker() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            #expect(try study.varia("sweep", "small.json5", "--out", "out").status == 0)
            let trials = folder.appendingPathComponent("out/trials")
            let names = try FileManager.default.contentsOfDirectory(atPath: trials.path)
            for name in names {
                try FileManager.default.removeItem(
                    at: trials.appendingPathComponent("\(name)/result.json"))
            }
            // This process is the worker's parent, but not the one that it is told.
            let arguments = ["worker", "out", "."]
            let orphan = try VariaProcess.run(arguments + ["\(getpid() + 1)", "1"], in: folder)
            #expect(orphan.status == 1 && orphan.output.isEmpty)
            let child = try VariaProcess.run(arguments + ["\(getpid())", "1"], in: folder)
            #expect(child.status == 0 && child.output.contains("\"ended\""))
        }
    }

    @Test("runs a trial again whose result is damaged, and goes on after its manifest is removed")
    func damaged() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            #expect(try study.varia("sweep", "small.json5", "--out", "out").status == 0)
            let before = try results(study, "out")
            let trials = folder.appendingPathComponent("out/trials")
            let trial = try #require(
                try FileManager.default.contentsOfDirectory(atPath: trials.path).first)
            try Data("{".utf8).write(to: trials.appendingPathComponent("\(trial)/result.json"))
            for name in ["trials.jsonl", "sweep.json"] {
                try FileManager.default.removeItem(at: folder.appendingPathComponent("out/" + name))
            }
            let again = try study.varia("sweep", "small.json5", "--out", "out")
            #expect(again.status == 0, "\(again.messages)")
            #expect(try results(study, "out") == before)
        }
    }
}

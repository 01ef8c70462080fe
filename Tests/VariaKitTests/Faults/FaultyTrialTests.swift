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

/// Trials that take their process down, keep it for ever, or want more memory than there is.
@Suite("A faulty trial", .serialized)
struct FaultyTrialTests {
    /// What a sweep with one faulty variant and two sound ones has made of them.
    private struct Finding {
        let result: VariaProcess.Result
        /// Of the faulty variant, in the table.
        let faulty: [String: Any]
        /// Of the others.
        let sound: [[String: Any]]
        let failures: [String]
    }

    /// Runs a sweep of three variants, two seeds each, with two workers.
    ///
    /// Swift's backtracer takes seconds for each crash, and may hang where two threads crash at once.
    private func run(
        _ variant: String, in folder: URL, environment: [String: String] = [:]
    ) throws -> Finding {
        let study = try FaultStudy(
            in: folder,
            spec: FaultStudy.spec(
                steps: 1_000,
                "grid: { variant: [\"\(variant)\", \"standard\", \"soft-window\"], seed: [1, 2] },"),
            environment: ["SWIFT_BACKTRACE": "enable=no"].merging(environment) { $1 },
            executable: try VariaProcess.executable("faulty-varia"))
        let out = folder.appendingPathComponent("out")
        let messages = folder.appendingPathComponent("messages")
        let process = try study.start(out: out, messages: messages)
        // A test must end, whatever hangs.
        let deadline = ContinuousClock.now + .seconds(120)
        while process.isRunning, ContinuousClock.now < deadline {
            Thread.sleep(forTimeInterval: 0.05)
        }
        let hasEnded = !process.isRunning
        if !hasEnded { kill(process.processIdentifier, SIGKILL) }
        try #require(hasEnded, "the sweep hung")
        process.waitUntilExit()
        let table = try VariaProcess.run(
            ["table", out.path, "--format", "json"], executable: study.executable)
        let page = try JSONSerialization.jsonObject(with: Data(table.output.utf8))
        let rows = try #require((page as? [String: Any])?["rows"] as? [[String: Any]])
        let failures = try String(
            contentsOf: out.appendingPathComponent("trials.jsonl"), encoding: .utf8
        ).split(separator: "\n").compactMap { line -> String? in
            let record = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return record?["status"] as? String == "failed" ? record?["error"] as? String : nil
        }
        return Finding(
            result: VariaProcess.Result(
                status: process.terminationStatus, output: "",
                messages: try String(contentsOf: messages, encoding: .utf8)),
            faulty: try #require(rows.first { $0["variant"] as? String == variant }),
            sound: rows.filter { $0["variant"] as? String != variant }, failures: failures)
    }

    private func expectOthersUnharmed(
        _ finding: Finding, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(finding.result.status == 1, sourceLocation: sourceLocation)
        #expect(finding.faulty["failed"] as? Int == 2, sourceLocation: sourceLocation)
        #expect(finding.sound.count == 2, sourceLocation: sourceLocation)
        for row in finding.sound {
            #expect(row["finished"] as? Int == 2, sourceLocation: sourceLocation)
        }
    }

    @Test(
        "that crashes is tried again, then shown as failed with its last words, and harms no other",
        arguments: ["trapping", "exploding"])
    func crashes(_ variant: String) throws {
        try TemporaryFolder.with { folder in
            let finding = try run(variant, in: folder)
            expectOthersUnharmed(finding)
            let text = finding.result.messages
            let retries = text.components(separatedBy: "will be tried again").count - 1
            #expect(retries >= 2 && retries.isMultiple(of: 2), "\(text)")
            #expect(finding.failures.count == 2)
            for failure in finding.failures {
                #expect(failure.contains("signal"), "\(failure)")
                #expect(failure.contains("by a worker"), "\(failure)")
            }
            // What has failed is told when it happens.
            #expect(text.contains("\(variant), seed=1: failed."), "\(text)")
        }
    }

    @Test("that hangs is given up after a while, and harms no other")
    func hangs() throws {
        try TemporaryFolder.with { folder in
            let finding = try run(
                "hanging", in: folder, environment: ["VARIA_HANG_SECONDS": "2"])
            expectOthersUnharmed(finding)
            #expect(finding.failures.count == 2)
            for failure in finding.failures {
                #expect(failure.contains("hangs"), "\(failure)")
            }
        }
    }

    @Test("that needs more memory than there is does not begin, and says what it needs")
    func memory() throws {
        try TemporaryFolder.with { folder in
            let members = """
                cases: [
                  { label: "small" },
                  { label: "vast", layers: 48, width: 65536, blockSize: 1024, batch: 1024 },
                ],
                """
            let study = try FaultStudy(in: folder, spec: FaultStudy.spec(steps: 4, members))
            let script = """
                ulimit -v 16000000
                exec '\(study.executable.path)' "$@"
                """
            // Whatever becomes of it, the machine keeps its memory.
            let limited = folder.appendingPathComponent("limited.sh")
            try Data(("#!/bin/sh\n" + script + "\n").utf8).write(to: limited)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: limited.path)
            let out = folder.appendingPathComponent("out")
            let result = try VariaProcess.run(
                study.arguments(out: out), in: folder, executable: limited)
            #expect(result.status == 1)
            let line = result.messages.split(separator: "\n").first { $0.contains("memory") } ?? ""
            #expect(line.hasSuffix(".") && line.contains("GiB"), "\(result.messages)")
            for words in ["signal", "killed", "tried again"] {
                #expect(!result.messages.contains(words), "\(result.messages)")
            }
        }
    }
}

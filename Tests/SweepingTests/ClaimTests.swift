import Foundation
import TestSupport
import Testing

import Sweeping
import Training

@Suite("Claims")
struct ClaimTests {
    @Test("of many who claim a trial at once exactly one gets it")
    func exclusion() throws {
        try TemporaryFolder.with { root in
            let folder = TrialFolder(root)
            let winners = Counter()
            DispatchQueue.concurrentPerform(iterations: 64) { _ in
                let claim = try? Claim.acquire(folder, after: 0, holder: .fake())
                if claim != nil { winners.increment() }
            }
            #expect(winners.value == 1)
            let generations = try ClaimFiles(folder).generations()
            #expect(generations == [1])
        }
    }

    @Test(
        "a claim that beats is alive, and one that does not becomes stale by the observer's clock")
    func staleness() throws {
        try TemporaryFolder.with { root in
            let folder = TrialFolder(root)
            let claim = try #require(try Claim.acquire(folder, after: 0, holder: .fake()))
            let start = ContinuousClock.now
            nonisolated(unsafe) var now = start
            var observer = ClaimObserver(patience: .seconds(10), now: { now })
            #expect(try observer.claimableGeneration(of: folder) == nil)
            now = start + .seconds(9)
            #expect(claim.beat())
            #expect(try observer.claimableGeneration(of: folder) == nil)
            now = start + .seconds(18)
            #expect(try observer.claimableGeneration(of: folder) == nil)
            now = start + .seconds(19)
            #expect(try observer.claimableGeneration(of: folder) == 1)
        }
    }

    @Test("a holder whose claim was taken over has lost it, and can neither beat nor end it")
    func takeover() throws {
        try TemporaryFolder.with { root in
            let folder = TrialFolder(root)
            let first = try #require(try Claim.acquire(folder, after: 0, holder: .fake()))
            let second = try #require(try Claim.acquire(folder, after: 1, holder: .fake()))
            #expect(second.generation == 2)
            #expect(try !first.isHeld)
            #expect(!first.beat())
            first.end()
            first.release()
            #expect(try second.isHeld)
            #expect(try ClaimFiles(folder).generations() == [2])
            second.end()
            #expect(try ClaimFiles(folder).generations().isEmpty)
        }
    }

    @Test("of many who take over a stale claim exactly one gets it")
    func takeoverExclusion() throws {
        try TemporaryFolder.with { root in
            let folder = TrialFolder(root)
            _ = try Claim.acquire(folder, after: 0, holder: .fake())
            let winners = Counter()
            DispatchQueue.concurrentPerform(iterations: 64) { _ in
                if let claim = try? Claim.acquire(folder, after: 1, holder: .fake()),
                    (try? claim.isHeld) == true
                {
                    winners.increment()
                }
            }
            #expect(winners.value == 1)
        }
    }

    @Test("a released claim and that of a dead process can be taken at once")
    func release() throws {
        try TemporaryFolder.with { root in
            let folder = TrialFolder(root)
            var observer = ClaimObserver(patience: .seconds(1000))
            let claim = try #require(try Claim.acquire(folder, after: 0, holder: .current()))
            #expect(try observer.claimableGeneration(of: folder) == nil)
            claim.release()
            #expect(try observer.claimableGeneration(of: folder) == 1)

            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", "exit 0"]
            try process.run()
            process.waitUntilExit()
            let own = ClaimHolder.current()
            let dead = ClaimHolder(
                token: own.token, host: own.host, process: process.processIdentifier)
            _ = try Claim.acquire(folder, after: 1, holder: dead)
            #expect(try observer.claimableGeneration(of: folder) == 2)
        }
    }

    @Test("a claim from before the machine was started anew is not judged by its process's number")
    func boot() throws {
        let own = ClaimHolder.current()
        let boot = try #require(own.host.split(separator: "/").last)
        let host = own.host.dropLast(boot.count) + "earlier"
        let elsewhere = ClaimHolder(token: own.token, host: String(host), process: Int32.max)
        #expect(!elsewhere.isDead)
        #expect(ClaimHolder(token: own.token, host: own.host, process: Int32.max).isDead)
        #if os(Linux)
            let id = try String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
            #expect(id.hasPrefix(boot) && boot.count == 36)
        #endif
        #expect(ClaimHolder.current().host == own.host)
    }

    @Test("who comes with an old generation, when a newer claim exists, gets nothing")
    func lateComer() throws {
        try TemporaryFolder.with { root in
            let folder = TrialFolder(root)
            let first = try #require(try Claim.acquire(folder, after: 0, holder: .fake()))
            first.release()
            let second = try #require(try Claim.acquire(folder, after: 1, holder: .fake()))
            #expect(try Claim.acquire(folder, after: 0, holder: .fake()) == nil)
            #expect(try second.isHeld)
        }
    }

    @Test("nobody takes a trial over while its holder writes, and who has lost it writes nothing")
    func fencing() throws {
        try TemporaryFolder.with { root in
            let folder = TrialFolder(root)
            try Data("{}".utf8).write(to: folder.definition)
            let first = try #require(try Claim.acquire(folder, after: 0, holder: .fake()))
            try first.whileHeld {
                let rival = try Claim.acquire(folder, after: 1, holder: .fake())
                #expect(try rival == nil && first.isHeld)
            }
            let second = try #require(try Claim.acquire(folder, after: 1, holder: .fake()))
            var wrote = false
            #expect(throws: ClaimLost.self) { try first.whileHeld { wrote = true } }
            #expect(try !wrote && second.isHeld)
            try second.whileHeld { wrote = true }
            #expect(wrote)
        }
    }

    @Test("writes of many threads that take a trial from one another never overlap")
    func fencedWrites() throws {
        try TemporaryFolder.with { root in
            let folder = TrialFolder(root)
            try Data("{}".utf8).write(to: folder.definition)
            let file = root.appendingPathComponent("metrics.jsonl")
            nonisolated(unsafe) var writers = 0
            let writes = Counter()
            DispatchQueue.concurrentPerform(iterations: 8) { _ in
                for _ in 0..<40 {
                    let latest = (try? ClaimFiles(folder).generations().max()) ?? 0
                    guard let claim = try? Claim.acquire(folder, after: latest, holder: .fake())
                    else { continue }
                    for _ in 0..<3 {
                        try? claim.whileHeld {
                            writers += 1
                            #expect(writers == 1)
                            try Data("line\n".utf8).write(to: file)
                            writers -= 1
                            writes.increment()
                        }
                    }
                }
            }
            #expect(writes.value > 8 && writers == 0)
        }
    }

    @Test("a claim says how far its trial is, in a line that keeps its length")
    func progress() throws {
        try TemporaryFolder.with { root in
            let folder = TrialFolder(root)
            let claim = try #require(try Claim.acquire(folder, after: 0, holder: .fake()))
            let file = root.appendingPathComponent("claim-1")
            let length = try Data(contentsOf: file).count
            claim.note(step: 120, of: 2000)
            claim.beat()
            let line = try String(contentsOf: file, encoding: .utf8)
            #expect(line.utf8.count == length && line.contains("000120") && line.contains("2000"))
        }
    }

    @Test("times come from the environment, or are refused in a sentence")
    func environment() throws {
        let timing = try ClaimTiming(
            environment: ["VARIA_CLAIM_PATIENCE": "3", "VARIA_HANG_SECONDS": "60"])
        #expect(timing.patience == 3 && timing.beatInterval == 0.2 && timing.hangPatience == 60)
        #expect(try ClaimTiming(environment: [:]) == ClaimTiming())
        for text in ["0", "-1", "soon", "inf", "nan", ""] {
            let error = #expect(throws: SweepError.self) {
                try ClaimTiming(environment: ["VARIA_HANG_SECONDS": text])
            }
            #expect("\(error as Any)".contains("VARIA_HANG_SECONDS is '\(text)'; expected"))
        }
    }

    @Test(
        "an error of the system is no loss: a claim that cannot be read for a while stays its holder's"
    )
    func passingError() throws {
        try TemporaryFolder.with { root in
            let folder = TrialFolder(root)
            let claim = try #require(try Claim.acquire(folder, after: 0, holder: .fake()))
            let file = root.appendingPathComponent("claim-1")
            let aside = root.appendingPathComponent("aside")
            try FileManager.default.moveItem(at: file, to: aside)
            // What cannot be read as a file.
            try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
            var observer = ClaimObserver(patience: .seconds(0))
            #expect(throws: FileError.self) { try observer.claimableGeneration(of: folder) }
            #expect(claim.beat(), "the next beat may be shown again")
            var wrote = false
            let error = #expect(throws: FileError.self) { try claim.whileHeld { wrote = true } }
            #expect("\(error as Any)".contains("claim-1") && !wrote)
            #expect(ClaimFiles(folder).isHeld, "nobody may tidy away what may be held")

            try FileManager.default.removeItem(at: file)
            try FileManager.default.moveItem(at: aside, to: file)
            let before = try Data(contentsOf: file)
            #expect(claim.beat())
            #expect(try Data(contentsOf: file) != before)
            try claim.whileHeld { wrote = true }
            #expect(try wrote && claim.isHeld)
        }
    }

    @Test("a folder that is no folder is an error, and one that is not there has no claim")
    func noFolder() throws {
        try TemporaryFolder.with { root in
            #expect(try ClaimFiles(TrialFolder(root.file("none"))).generations() == [])
            let file = root.file("file")
            try Data().write(to: file)
            #expect(throws: FileError.self) { try ClaimFiles(TrialFolder(file)).generations() }
        }
    }

    @Test("a claim in a folder that cannot be written is an error that names the file")
    func unwritable() {
        let folder = TrialFolder(URL(fileURLWithPath: "/nowhere/at/all"))
        let error = #expect(throws: SweepError.self) {
            try Claim.acquire(folder, after: 0, holder: .fake())
        }
        #expect("\(error as Any)".contains("/nowhere/at/all/claim-1"))
    }
}

extension ClaimHolder {
    /// A holder on another machine, of whose process nothing is known.
    static func fake() -> ClaimHolder {
        ClaimHolder(
            token: String(UInt64.random(in: .min ... .max), radix: 16), host: "elsewhere",
            process: 1)
    }
}

/// Counts over threads.
private final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var count = 0
    var value: Int { lock.withLock { count } }
    func increment() { lock.withLock { count += 1 } }
}

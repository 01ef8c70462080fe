import Foundation
@testable import Sweeping
import TestSupport
import Testing
import Training
import Transformer
import Variants

@Suite("The status of a sweep")
struct StatusTests {
    @Test("counts, the best of each variant, failures and workers come from the directory alone")
    func small() throws {
        try withTinySweep(WorkerTests.spec) { directory in
            let ids = try SweepManifest.read(directory).trialIDs
            nonisolated(unsafe) var ended = 0
            let worker = Worker(
                directory, catalogue: standardCatalogue, relativeTo: nil,
                report: { if $0.kind == .ended { ended += 1 } }, shouldStop: { ended == 2 })
            #expect(try worker.run() == .stopped)
            let failure = TrialFailure(message: "one\ntwo\nthree\nfour", isFinal: true)
            try directory.trial(ids[2]).write(failure)
            let holder = ClaimHolder(token: "17_3-abc", host: "far/1", process: 42)
            _ = try Claim.acquire(directory.trial(ids[3]), after: 0, holder: holder)

            let status = try SweepStatus(of: directory)
            let counts = status.counts
            #expect(counts.total == 4 && counts.finished == 2 && counts.failed == 1)
            #expect(counts.running == 1 && counts.pending == 0 && counts.diverged == 0)
            #expect(status.endedLately == 2)
            let losses = try SweepResults.read(directory.root).records
                .compactMap { $0.outcome?.bestValidationLoss }
            #expect(status.best.map(\.validationLoss) == losses.sorted())
            #expect(Set(status.best.map(\.variant)) == ["standard", "soft-window"])
            let one = try #require(status.workers.first)
            #expect(one.host == "far" && one.process == 42 && one.task == "17_3")
            #expect(one.trial == ids[3] && !one.isSilent && one.secondsSilent < 20)
            #expect(status.workLeft != nil && status.secondsLeft == status.workLeft)
            let text = status.description
            #expect(
                text.hasPrefix("tiny: 3 of 4 trials have ended (2 finished, 1 failed, 1 at work)"))
            #expect(text.contains("  far        42  17_3  "), "\(text)")
            #expect(text.contains("  standard, seed=2\n    two\n    three\n    four"), "\(text)")
            #expect(!text.contains("one\n"))
        }
    }

    @Test("a worker without a sign of life is said to be silent, and gives no time")
    func silent() throws {
        try withTinySweep(WorkerTests.spec) { directory in
            let id = try SweepManifest.read(directory).trialIDs[0]
            let holder = ClaimHolder(token: "abc", host: "far/1", process: 42)
            _ = try Claim.acquire(directory.trial(id), after: 0, holder: holder)
            let status = try SweepStatus(of: directory, now: Date(timeIntervalSinceNow: 100))
            #expect(status.workers.map(\.isSilent) == [true])
            #expect(status.workers.map(\.task) == [nil])
            #expect(status.secondsLeft == nil && status.ratePerHour == nil)
            #expect(status.description.contains("1 min 40 s ago, may be taken over"))
            #expect(status.description.contains("nobody works on it now"))
        }
    }

    @Test("a thousand trials fit a screen, whatever has become of them")
    func thousand() {
        var status = SweepStatus(name: "big")
        for index in 0..<1000 {
            let cell = "variant-\(index), seed=1"
            switch index % 4 {
            case 0:
                status.counts.finished += 1
                status.best.append(
                    .init(
                        variant: "variant-\(index)", validationLoss: Double(index), trial: "x",
                        cell: cell))
            case 1:
                status.counts.failed += 1
                status.failures.append(
                    .init(
                        trial: "x", cell: cell, status: .failed,
                        reason: index % 8 == 1 ? "There is no memory." : "\(index)\nIt trapped."))
            case 2:
                status.counts.running += 1
                status.workers.append(
                    .init(
                        host: "h\(index % 7)", process: index, task: nil, trial: "x", cell: cell,
                        step: index, secondsSilent: 1, isSilent: index == 998))
            default: status.counts.pending += 1
            }
        }
        status.counts.total = 1000
        status.slurm = .init(
            arrays: [SlurmArray(job: 17, size: 300)],
            tasks: (1...300).map {
                SlurmTask(name: "17_\($0)", state: $0 <= 250 ? "RUNNING" : "PENDING")
            })
        let lines = status.description.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count < 90, "\(status)")
        #expect(lines.allSatisfy { $0.count <= 120 })
        #expect(status.description.contains("250 workers on 7 hosts"))
        #expect(status.description.contains("and 240 more"))
        #expect(status.description.contains("and 122 more\n    There is no memory."))
        #expect(status.description.contains("Slurm array 17: 250 running, 50 pending"))
        // The one in trouble is among those that are shown.
        #expect(status.description.contains("998"))
    }

    @Test("the time left goes by trials alike, and by how many are at work")
    func times() throws {
        func cell(_ id: String, _ variant: String, _ seed: Int) -> SweepManifest.Cell {
            SweepManifest.Cell(
                id: id, label: nil,
                values: ["variant": .string(variant), "seed": .integer(seed)])
        }
        func record(_ id: String, seconds: Double) throws -> EndedTrial {
            let text =
                "{\"id\": \"\(id)\", \"variant\": \"\", \"status\": \"finished\", "
                + "\"run\": {\"seconds\": \(seconds)}}"
            return try JSONDecoder().decode(EndedTrial.self, from: Data(text.utf8))
        }
        var times = WorkTimes()
        #expect(times.secondsLeft(running: []) == nil)
        times.add(cell("1", "a", 1), try record("1", seconds: 10))
        times.add(cell("2", "b", 1), try record("2", seconds: 30))
        #expect(times.secondsLeft(running: []) == nil)
        times.add(cell("3", "a", 2), nil)
        times.add(cell("4", "b", 2), nil)
        times.add(cell("5", "c", 1), nil)
        #expect(times.secondsLeft(running: []) == 60.0)
        #expect(times.secondsLeft(running: ["4"]) == 45.0)
    }
}

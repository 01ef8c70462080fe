import Foundation
import Sweeping
import TestSupport
import Testing
import Training
import Transformer
import Variants

@Suite("Workers")
struct WorkerTests {
    /// Four trials of a second or less in all.
    static let spec = """
        { name: "tiny", data: { corpus: "CORPUS" },
          base: { layers: 1, width: 16, blockSize: 8, batch: 2, steps: 6, evaluateEvery: 2,
                  dropout: 0.1 },
          grid: { variant: ["standard", "soft-window"], seed: [1, 2] } }
        """

    @Test("a worker runs every trial to its end, and leaves no claim, state or temporary file")
    func completes() throws {
        try withTinySweep(Self.spec) { directory in
            #expect(try worker(directory).run() == .completed)
            let results = try SweepResults.read(directory.root)
            #expect(results.records.count == 4)
            for record in results.records {
                #expect(record.status == .finished)
                #expect(record.outcome?.steps == 6)
                #expect(record.outcome?.bestValidationLoss != nil)
                #expect(record.size?.parameters.total ?? 0 > 0)
                let files = try FileManager.default.contentsOfDirectory(
                    atPath: directory.trial(record.id).root.path)
                #expect(
                    files.sorted() == [
                        "best.safetensors", "metrics.jsonl", "result.json", "trial.json",
                    ])
            }
        }
    }

    @Test("stopping at any step and going on gives the same outcomes")
    func resumes() throws {
        let whole = try withTinySweep(Self.spec) { directory in
            _ = try worker(directory).run()
            return try outcomes(directory)
        }
        let pieces = try withTinySweep(Self.spec) { directory in
            var ends: [Worker.End] = []
            repeat {
                // Each worker makes a few steps, somewhere within a trial.
                nonisolated(unsafe) var left = 5
                ends.append(
                    try worker(
                        directory,
                        shouldStop: {
                            left -= 1
                            return left < 0
                        }
                    ).run())
            } while ends.last == .stopped && ends.count < 100
            #expect(ends.count > 4)
            return try outcomes(directory)
        }
        #expect(whole == pieces)
    }

    @Test("two workers share a directory without running a trial twice")
    func sharing() throws {
        try withTinySweep(Self.spec) { directory in
            let ended = Events()
            DispatchQueue.concurrentPerform(iterations: 2) { _ in
                _ = try? worker(directory, report: { ended.add($0) }).run()
            }
            let trials = ended.all.filter { $0.kind == .ended }.map(\.trial)
            #expect(trials.count == 4)
            #expect(Set(trials).count == 4)
        }
    }

    @Test("a worker whose claim is taken over stops writing, and the other's result stands")
    func loss() throws {
        try withTinySweep(Self.spec) { directory in
            let ids = try SweepManifest.read(directory).trialIDs
            let events = Events()
            nonisolated(unsafe) var rival: Claim?
            var timing = ClaimTiming()
            timing.checkInterval = 0
            let worker = worker(
                directory, timing: timing,
                report: { event in
                    events.add(event)
                    // In the middle of the first trial somebody else takes over.
                    guard event.kind == .evaluated, event.trial == ids[0], event.step == 2,
                        rival == nil
                    else { return }
                    rival = try? Claim.acquire(
                        directory.trial(ids[0]), after: 1, holder: .fake())
                },
                shouldStop: { events.all.contains { $0.kind == .released } })
            #expect(try worker.run() == .stopped)
            #expect(try rival?.isHeld == true)
            let folder = directory.trial(ids[0])
            #expect(!folder.hasEnded)
            #expect(try EvaluationRecord.read(folder.metrics).map(\.step) == [0, 2])
        }
    }

    @Test("a truncated state is said in one sentence, and the trial starts over to the same result")
    func truncatedState() throws {
        let whole = try withTinySweep(Self.spec) { directory in
            _ = try worker(directory).run()
            return try outcomes(directory)
        }
        try withTinySweep(Self.spec) { directory in
            let id = try SweepManifest.read(directory).trialIDs[0]
            let state = directory.trial(id).state
            nonisolated(unsafe) var left = 5
            let stopping = worker(
                directory,
                shouldStop: {
                    left -= 1
                    return left < 0
                })
            #expect(try stopping.run() == .stopped)
            let content = try Data(contentsOf: state)
            try content.prefix(content.count / 2).write(to: state)
            let events = Events()
            #expect(try worker(directory, report: { events.add($0) }).run() == .completed)
            let message = events.all.first { $0.kind == .restarted }?.message
            #expect(message?.contains(state.path) == true, "\(message as Any)")
            #expect(try outcomes(directory) == whole)
        }
    }

    @Test("a trial that cannot run fails by itself, with its sentence in the record")
    func failure() throws {
        try withTinySweep(Self.spec) { directory in
            let ids = try SweepManifest.read(directory).trialIDs
            let description = directory.trial(ids[1]).definition
            let text = try String(contentsOf: description, encoding: .utf8)
                .replacingOccurrences(of: "\"width\" : 16", with: "\"width\" : 15")
            try text.write(to: description, atomically: true, encoding: .utf8)
            #expect(try worker(directory).run() == .completed)
            let records = try SweepResults.read(directory.root).records
            #expect(records.map(\.status).filter { $0 == .finished }.count == 3)
            let failed = try #require(records.first { $0.status == .failed })
            #expect(failed.error?.contains("do not divide the width 15") == true)
        }
    }

    @Test("a trial that needs more memory than there is is refused before it starts")
    func memory() throws {
        try withTinySweep(Self.spec) { directory in
            let memory = MachineMemory(physicalBytes: 10_000, availableBytes: 10_000)
            let worker = Worker(
                directory, catalogue: standardCatalogue, relativeTo: nil, memory: memory)
            #expect(try worker.run() == .completed)
            for record in try SweepResults.read(directory.root).records {
                #expect(record.status == .failed)
                let error = try #require(record.error)
                #expect(error.contains("of memory, but this machine has 0.0 MiB; make the batch"))
                let folder = directory.trial(record.id)
                #expect(!FileManager.default.fileExists(atPath: folder.metrics.path))
            }
        }
    }

    @Test("the arguments of a worker's process are read as they are written")
    func arguments() {
        let command = WorkerCommand(
            directory: URL(fileURLWithPath: "/a b"), folder: URL(fileURLWithPath: "/c"),
            coordinator: 123, threads: 3)
        #expect(command.arguments.first == WorkerCommand.name)
        #expect(WorkerCommand(arguments: Array(command.arguments.dropFirst())) == command)
        #expect(WorkerCommand(arguments: ["/a", "/c"]) == nil)
        #expect(WorkerCommand(arguments: ["/a", "/c", "d", "1"]) == nil)
        #expect(WorkerCommand(arguments: ["/a", "/c", "1", "0"]) == nil)
    }

    @Test("a directory without a sweep is one sentence")
    func noSweep() throws {
        try TemporaryFolder.with { root in
            let error = #expect(throws: SweepError.self) {
                try worker(SweepDirectory(root)).run()
            }
            #expect("\(error as Any)".contains("sweep.json"))
        }
    }

    private func worker(
        _ directory: SweepDirectory, timing: ClaimTiming = ClaimTiming(),
        report: @escaping (WorkerEvent) -> Void = { _ in },
        shouldStop: @escaping () -> Bool = { false }
    ) -> Worker {
        Worker(
            directory, catalogue: standardCatalogue, relativeTo: nil, timing: timing,
            report: report, shouldStop: shouldStop)
    }

    private func outcomes(_ directory: SweepDirectory) throws -> [TrialRecord.Outcome?] {
        try SweepResults.read(directory.root).records.map(\.outcome)
    }
}

/// Events of several threads.
final class Events: @unchecked Sendable {
    private let lock = NSLock()
    private var events: [WorkerEvent] = []
    var all: [WorkerEvent] { lock.withLock { events } }
    func add(_ event: WorkerEvent) { lock.withLock { events.append(event) } }
}

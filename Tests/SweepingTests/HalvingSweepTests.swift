import Foundation
import Sweeping
import TestSupport
import Testing
import Training
import Transformer
import Variants

/// Successive halving with real trials, of a second or two in all.
@Suite("A halving sweep")
struct HalvingSweepTests {
    /// Nine trials with the rungs 2, 4 and 8.
    static func spec(rates: [Double] = Self.rates, search: String = Self.halving) -> String {
        """
        { name: "tiny", data: { corpus: "CORPUS" },
          base: { layers: 1, width: 8, heads: 2, blockSize: 8, batch: 2, steps: 8,
                  warmup: 1, evaluateEvery: 2, dropout: 0.1 },
          grid: { learningRate: \(rates) }, \(search) }
        """
    }
    /// In no order, as trials that get better and better would all be promoted.
    static let rates = (1...9).map { Double($0 * 7 % 13) / 1000 }
    static let halving = "search: { kind: 'halving', reduction: 2, minimum: 2 }"

    @Test("pauses trials at their rungs, and trains those to their end that a replay promotes")
    func promotions() throws {
        let grid = try outcomes(Self.spec(search: ""))
        try withTinySweep(Self.spec()) { directory in
            #expect(try worker(directory).run() == .completed)
            let results = try SweepResults.read(directory.root)
            let ids = results.manifest.trialIDs
            // What one worker does, told the losses of trials that ran to their end.
            var halving = SuccessiveHalving(trials: ids.count, reduction: 2, rungs: 3)
            let losses = grid.map(\.losses)
            while let decision = halving.next() {
                let (trial, rung) =
                    switch decision {
                    case .promote(let trial, let rung): (trial, rung)
                    case .begin(let trial): (trial, 0)
                    }
                halving.place(trial, in: rung)
                let step = [2, 4, 8][rung]
                let loss = try #require(
                    losses[trial].filter { $0.step <= step }.map(\.loss).min())
                halving.complete(trial, loss: loss)
            }
            var finished = 0
            for (index, record) in results.records.enumerated() {
                let step = [2, 4, 8][halving.completedCount(of: index) - 1]
                #expect(record.outcome?.steps == step)
                #expect(record.status == (step == 8 ? .finished : .stopped))
                let folder = directory.trial(record.id)
                #expect(
                    FileManager.default.fileExists(atPath: folder.state.path) == (step < 8))
                if step == 8 {
                    finished += 1
                    #expect(record.outcome == grid[index].outcome, "the same bits as in a grid")
                }
            }
            #expect(finished >= 2 && finished < 9)
        }
    }

    @Test("stopping at any step and going on gives the same promotions and the same bits")
    func resumes() throws {
        let whole = try outcomes(Self.spec()).map(\.outcome)
        let pieces = try withTinySweep(Self.spec()) { directory in
            var lives = 0
            while lives < 200 {
                lives += 1
                nonisolated(unsafe) var left = 7
                let end = try worker(
                    directory,
                    shouldStop: {
                        left -= 1
                        return left < 0
                    }
                ).run()
                if end == .completed { break }
            }
            #expect(lives > 5 && lives < 200)
            return try SweepResults.read(directory.root).records.map(\.outcome)
        }
        #expect(whole == pieces)
    }

    @Test("a promotion whose worker died is taken up first, as the directory alone says")
    func orphan() throws {
        try withTinySweep(Self.spec()) { directory in
            let ids = try SweepManifest.read(directory).trialIDs
            nonisolated(unsafe) var isStopping = false
            _ = try worker(
                directory,
                report: { if $0.kind == .paused, $0.trial == ids[3] { isStopping = true } },
                shouldStop: { isStopping }
            ).run()
            // A worker that let a trial go on to the end, and died at once.
            let folder = directory.trial(ids[3])
            var rungs = try #require(try folder.rungs())
            #expect(rungs.target == 2 && rungs.isPaused)
            rungs.target = 8
            try JSONText.page(rungs).write(to: folder.rung)
            let events = Events()
            _ = try worker(directory, report: { events.add($0) }).run()
            #expect(events.all.first?.trial == ids[3])
            #expect(
                try SweepResults.read(directory.root).records[3].status == .finished)
        }
    }

    @Test("two workers share it: every trial begins once, and nothing is left that could go on")
    func sharing() throws {
        try withTinySweep(Self.spec()) { directory in
            let events = Events()
            DispatchQueue.concurrentPerform(iterations: 2) { _ in
                #expect((try? worker(directory, report: { events.add($0) }).run()) == .completed)
            }
            // A trial passes each rung once.
            let passed = events.all.filter { $0.kind == .paused || $0.kind == .ended }
                .map { "\($0.trial) \($0.step ?? 0)" }
            #expect(Set(passed).count == passed.count)
            var schedule = try SweepManifest.read(directory).schedule(in: directory)
            let isComplete = try schedule.isComplete()
            #expect(isComplete)
            let records = try SweepResults.read(directory.root).records
            #expect(records.allSatisfy { $0.status == .finished || $0.status == .stopped })
            #expect(records.count { $0.status == .finished } >= 2)
            // A status tells the same, before there are records and with them.
            let manifest = try SweepManifest.read(directory)
            for _ in 0..<2 {
                let status = try SweepStatus(of: directory)
                #expect(status.isComplete && status.counts.pending == 0)
                #expect(status.counts.finished == records.count { $0.status == .finished })
                #expect(status.counts.stopped == records.count { $0.status == .stopped })
                #expect(
                    status.best.first?.validationLoss
                        == records.compactMap { $0.outcome?.bestValidationLoss }.min())
                try directory.writeRecords(manifest)
            }
        }
    }

    @Test("stopped trials go on where more configurations let more of them be promoted")
    func growth() throws {
        try TemporaryFolder.with { root in
            let corpus = root.appendingPathComponent("tiny.txt")
            try Data(tinyText.utf8).write(to: corpus)
            let directory = SweepDirectory(root.appendingPathComponent("sweep"))
            func run(_ rates: [Double]) throws -> [TrialRecord] {
                let spec = Self.spec(rates: rates).replacing("CORPUS", with: corpus.path)
                try directory.open(for: try PreparedSweep(try sweepPlan(spec)))
                #expect(try worker(directory).run() == .completed)
                return try SweepResults.read(directory.root).records
            }
            let few = try run([0.008, 0.009])
            #expect(few.map { $0.outcome?.steps }.sorted { $0 ?? 0 < $1 ?? 0 } == [2, 4])
            // Those that learn next to nothing leave the first two the best of four, and of more.
            let many = try run([0.008, 0.009, 1e-7, 2e-7, 3e-7])
            #expect(many.prefix(2).count { $0.status == .finished } == 1)
            #expect(many.prefix(2).count { $0.outcome?.steps == 4 } == 1)
            #expect(many.suffix(3).allSatisfy { $0.outcome?.steps == 2 })
        }
    }

    @Test("a trial that failed counts as the worst of its rung")
    func failure() throws {
        try withTinySweep(Self.spec()) { directory in
            let ids = try SweepManifest.read(directory).trialIDs
            let definition = directory.trial(ids[8]).definition
            let text = try String(contentsOf: definition, encoding: .utf8)
                .replacingOccurrences(of: "\"width\" : 8", with: "\"width\" : 9")
            try text.write(to: definition, atomically: true, encoding: .utf8)
            #expect(try worker(directory).run() == .completed)
            let records = try SweepResults.read(directory.root).records
            #expect(records[8].status == .failed)
            #expect(records.count { $0.status == .finished } >= 1)
        }
    }

    @Test("trials that patience ends early are promoted without work")
    func patience() throws {
        let spec = Self.spec().replacing("dropout: 0.1", with: "patience: 1, minDelta: 100")
        try withTinySweep(spec) { directory in
            let events = Events()
            #expect(try worker(directory, report: { events.add($0) }).run() == .completed)
            let records = try SweepResults.read(directory.root).records
            // Without an improvement of 100 nats, the first evaluation after the start is the last.
            #expect(records.allSatisfy { $0.status == .finished && $0.outcome?.steps == 2 })
            #expect(events.all.count { $0.kind == .ended } == 9)
            let targets = try ids(directory).compactMap { try directory.trial($0).rungs()?.target }
            #expect(targets.count { $0 == 8 } >= 2)
            #expect(targets.count { $0 == 2 } >= 1 && targets.count == 9)
        }
    }

    @Test("a trial whose evaluations cannot be read is not taken for one without a loss")
    func unreadable() throws {
        try withTinySweep(Self.spec()) { directory in
            _ = try worker(directory).run()
            let manifest = try SweepManifest.read(directory)
            let id = try #require(manifest.trialIDs.first { directory.trial($0).hasEnded })
            let folder = directory.trial(id)
            // Of rungs that were other ones, the evaluations tell the losses.
            try JSONText.page(TrialRungs(target: 8)).write(to: folder.rung)
            let aside = directory.root.file("aside")
            try FileManager.default.moveItem(at: folder.metrics, to: aside)
            try FileManager.default.createDirectory(
                at: folder.metrics, withIntermediateDirectories: false)
            let error = #expect(throws: FileError.self) { try manifest.schedule(in: directory) }
            #expect("\(error as Any)".contains("metrics.jsonl"))
            try FileManager.default.removeItem(at: folder.metrics)
            // In a copy without them the trial's result tells.
            _ = try manifest.schedule(in: directory)
            try FileManager.default.moveItem(at: aside, to: folder.metrics)
            var schedule = try manifest.schedule(in: directory)
            let isComplete = try schedule.isComplete()
            #expect(isComplete)
        }
    }

    @Test("the evaluations of a trial that has ended are not needed for its last rung")
    func damagedWinner() throws {
        try withTinySweep(Self.spec()) { directory in
            _ = try worker(directory).run()
            let manifest = try SweepManifest.read(directory)
            let id = try #require(manifest.trialIDs.first { directory.trial($0).hasEnded })
            try Data("damaged\n".utf8).write(to: directory.trial(id).metrics)
            var schedule = try manifest.schedule(in: directory)
            let isComplete = try schedule.isComplete()
            #expect(isComplete)
        }
    }

    @Test("a sweep of which only the records are left is complete, and trains nothing")
    func copy() throws {
        try TemporaryFolder.with { root in
            let corpus = root.appendingPathComponent("tiny.txt")
            try Data(tinyText.utf8).write(to: corpus)
            let sweep = try PreparedSweep(
                try sweepPlan(Self.spec().replacing("CORPUS", with: corpus.path)))
            let directory = SweepDirectory(root.appendingPathComponent("sweep"))
            try directory.open(for: sweep)
            _ = try worker(directory).run()
            let before = try SweepResults.read(directory.root).records
            try directory.writeRecords(try SweepManifest.read(directory))
            try FileManager.default.removeItem(at: directory.trials)
            func comparable(_ records: [TrialRecord]) -> [String] {
                records.map { "\($0.status) \($0.outcome?.bestValidationLoss ?? -1)" }
            }
            #expect(
                comparable(try SweepResults.read(directory.root).records) == comparable(before))
            try directory.open(for: sweep)
            let events = Events()
            #expect(try worker(directory, report: { events.add($0) }).run() == .completed)
            #expect(events.all.isEmpty)
            #expect(
                comparable(try SweepResults.read(directory.root).records) == comparable(before))
        }
    }

    @Test("a decision among thousands of trials takes no more than a few milliseconds")
    func speed() throws {
        try TemporaryFolder.with { root in
            let count = 5000
            let directory = SweepDirectory(root)
            let cells = (0..<count).map {
                SweepManifest.Cell(id: "t\($0)", label: nil, values: ["n": .integer($0)])
            }
            var manifest = SweepManifest(
                name: "x", version: "0", resultVersion: 1,
                machine: Machine(host: "a", system: "b", cores: 1, instructionSet: "avx2"),
                spec: .object([:]), baseline: nil, axes: ["n"], data: [], cells: cells)
            for search in [nil, SearchPlan.halving(reduction: 3, rungs: [1, 3, 9])] {
                manifest.search = search
                var schedule = try manifest.schedule(in: directory)
                var times: [Duration] = []
                for _ in 0..<100 {
                    let start = ContinuousClock.now
                    guard case .work(let job) = try schedule.next(besides: []) else { break }
                    times.append(.now - start)
                    let folder = directory.trial(job.trial)
                    try FileManager.default.createDirectory(
                        at: folder.root, withIntermediateDirectories: true)
                    if let step = job.until {
                        let rungs = TrialRungs(
                            target: step, results: [TrialRungs.Result(step: step, loss: 1)])
                        try JSONText.page(rungs).write(to: folder.rung)
                    } else {
                        try Data().write(to: folder.result)
                    }
                    let isOpen = try schedule.confirms(job)
                    #expect(!isOpen)
                }
                // The middle one, as other work of the machine may stop any of them for long.
                #expect(times.count == 100)
                #expect(times.sorted()[50] < .milliseconds(5), "\(times)")
            }
        }
    }

    private struct Trial {
        let outcome: TrialRecord.Outcome?
        let losses: [(step: Int, loss: Double)]
    }

    private func outcomes(_ spec: String) throws -> [Trial] {
        try withTinySweep(spec) { directory in
            _ = try worker(directory).run()
            return try SweepResults.read(directory.root).records.map { record in
                let metrics = try EvaluationRecord.read(directory.trial(record.id).metrics)
                return Trial(
                    outcome: record.outcome,
                    losses: metrics.compactMap { one in
                        one.validationLoss.map { (one.step, $0) }
                    })
            }
        }
    }

    private func ids(_ directory: SweepDirectory) -> [String] {
        (try? SweepManifest.read(directory).trialIDs) ?? []
    }

    private func worker(
        _ directory: SweepDirectory, report: @escaping (WorkerEvent) -> Void = { _ in },
        shouldStop: @escaping () -> Bool = { false }
    ) -> Worker {
        Worker(
            directory, catalogue: standardCatalogue, relativeTo: nil, report: report,
            shouldStop: shouldStop)
    }
}

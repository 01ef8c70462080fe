import Corpora
import Foundation
import Tensors
import TestSupport
import Testing
import Training
import Transformer
import Variants

@Suite("Resumption")
struct ResumptionTests {
    let folder: TemporaryFolder
    let files: TrialFiles
    var trial: TinyTrial

    init() throws {
        folder = try TemporaryFolder()
        files = TrialFiles(folder.url)
        trial = try TinyTrial()
        trial.model.dropout = 0.2
        trial.variant = try standardCatalogue.resolve("soft-window")
    }

    /// Everything that a trial's files say, but for time.
    private func contents(_ files: TrialFiles) throws -> [String] {
        let records = try EvaluationRecord.read(files.metrics).map { record in
            var record = record
            record.seconds = 0
            record.tokensPerSecond = nil
            return "\(record)"
        }
        let best = try SafeTensors(contentsOf: files.best)
        let state = try SafeTensors(contentsOf: files.state)
        return records + (best.tensors + state.tensors).map { "\($0.name) \(Array($0.data))" }
            + best.metadata.sorted { $0.key < $1.key }.map { "\($0)" }
    }

    private func runThrough() throws -> (contents: [String], outcome: TrialOutcome) {
        let other = try TemporaryFolder()
        let outcome = try trial.trainer().run(in: other.url, identity: "a")
        return (try contents(TrialFiles(other.url)), outcome)
    }

    /// The trial, and one that makes two passes over the data, whose epochs each end in a batch of
    /// fewer rows and between two evaluations.
    private func trial(inEpochs: Bool, evaluatedEach: Bool = false) throws -> ResumptionTests {
        var tests = self
        guard inEpochs else { return tests }
        if evaluatedEach { tests.trial.training.evaluateEvery = nil }
        let windows = trial.corpus.split.training.count - trial.model.blockSize
        tests.trial.training.duration = .epochs(2)
        tests.trial.training.batch = .sequences(windows / 5 + 1)
        #expect(windows % (windows / 5 + 1) > 0)
        #expect(try tests.trial.trainer().steps == 10)
        return tests
    }

    @Test(
        "after a kill at any step gives the bits of a run that went through",
        arguments: [false, true])
    func kills(inEpochs: Bool) throws { try trial(inEpochs: inEpochs).checkKills() }

    private func checkKills() throws {
        let (expected, _) = try runThrough()
        var life = 0
        // Each life makes one step more than the last before it dies, without a word.
        while true {
            life += 1
            var steps = 0
            do {
                let outcome = try trial.trainer().run(
                    in: folder.url, identity: "a",
                    observe: { if case .stepped = $0 { steps += 1 } },
                    shouldStop: { if steps >= life { throw Killed() } else { false } })
                #expect(outcome.status == .finished && outcome.steps == 10)
                break
            } catch is Killed {
                #expect(life < 12)
                // What a process leaves that dies between its metrics and its state.
                if FileManager.default.fileExists(atPath: files.metrics.path) {
                    let handle = try FileHandle(forWritingTo: files.metrics)
                    try handle.seekToEnd()
                    try handle.write(contentsOf: Data("{\"step\": 99".utf8))
                    try handle.close()
                }
            }
        }
        #expect(life > 3)
        #expect(try contents(files) == expected)
    }

    @Test("in the middle of an epoch that is evaluated at its end gives the bits too")
    func epochs() throws {
        let tests = try trial(inEpochs: true, evaluatedEach: true)
        try tests.checkStops()
        #expect(try EvaluationRecord.read(files.metrics).map(\.step) == [0, 5, 10])
    }

    @Test(
        "after a polite stop at every step gives the bits of a run that went through",
        arguments: [false, true])
    func stops(inEpochs: Bool) throws { try trial(inEpochs: inEpochs).checkStops() }

    private func checkStops() throws {
        let (expected, whole) = try runThrough()
        var interruptions = 0
        var outcome: TrialOutcome
        var seconds = 0.0
        repeat {
            var steps = 0
            outcome = try trial.trainer().run(
                in: folder.url, identity: "a",
                observe: { if case .stepped = $0 { steps += 1 } }, shouldStop: { steps > 0 })
            if outcome.status == .interrupted { interruptions += 1 }
            #expect(outcome.seconds > seconds, "time adds up")
            seconds = outcome.seconds
        } while outcome.status == .interrupted && interruptions < 20
        #expect(interruptions == 9 || interruptions == 10)
        #expect(try contents(files) == expected)
        #expect(outcome.finalTrainLoss == whole.finalTrainLoss)
        #expect(outcome.probes == whole.probes)
    }

    @Test("after a stop in an evaluation keeps what flowed back in the step before it")
    func stopsWithGradientProbes() throws {
        var tests = self
        tests.trial.variant = try standardCatalogue.resolve("score-probes")
        try tests.checkStops()
        let probes = try EvaluationRecord.read(files.metrics).dropFirst().map { record in
            record.probes.count { $0.isGradient }
        }
        #expect(probes.allSatisfy { $0 > 0 })
    }

    @Test("after pauses gives the bits of a run that went through, and pauses where it is told to")
    func pauses() throws {
        let (expected, whole) = try runThrough()
        // Evaluations are at 0, 3, 6, 9 and 10: a pause between two is at the second.
        for (pause, step) in [(3, 3), (2, 3), (4, 6), (6, 6), (7, 9)] {
            var steps = 0
            let outcome = try trial.trainer().run(
                in: folder.url, identity: "a", until: pause,
                observe: { if case .stepped = $0 { steps += 1 } })
            #expect(outcome.status == .paused && outcome.steps == step)
            #expect(steps == (pause == 2 || pause == 6 ? 0 : 3), "what is done stays done")
            #expect(
                outcome.bestValidationLoss
                    == (try EvaluationRecord.read(files.metrics).compactMap(\.validationLoss).min())
            )
        }
        let outcome = try trial.trainer().run(in: folder.url, identity: "a", until: 10)
        #expect(outcome.status == .finished && outcome.steps == 10)
        #expect(try contents(files) == expected)
        #expect(outcome.finalTrainLoss == whole.finalTrainLoss)
        // An ended trial does not pause.
        #expect(
            try trial.trainer().run(in: folder.url, identity: "a", until: 3).status == .finished)
    }

    @Test("of a trial that has ended repeats its outcome without work")
    func ended() throws {
        let first = try trial.trainer().run(in: folder.url, identity: "a")
        var events = 0
        let second = try trial.trainer().run(in: folder.url, identity: "a") {
            if case .started = $0 {} else { events += 1 }
        }
        #expect(events == 0)
        var comparable = second
        comparable.seconds = first.seconds
        #expect(comparable == first)
        #expect(try EvaluationRecord.read(files.metrics).map(\.step) == [0, 3, 6, 9, 10])
    }

    @Test("writes nothing once it is told that the trial is no longer its own")
    func abandoned() throws {
        var steps = 0
        #expect(throws: Killed.self) {
            try trial.trainer().run(
                in: folder.url, identity: "a",
                observe: { if case .stepped = $0 { steps += 1 } },
                shouldStop: { if steps == 3 { throw Killed() } else { false } })
        }
        #expect(try EvaluationRecord.read(files.metrics).map(\.step) == [0])
        #expect(
            try SafeTensors(contentsOf: files.state).metadata["progress"]?.contains(
                "\"step\":0") == true)
    }

    @Test("from another trial's state is refused in a sentence, and touches nothing")
    func foreign() throws {
        _ = try trial.trainer().run(in: folder.url, identity: "a")
        let before = try contents(files)
        let error = #expect(throws: CheckpointError.self) {
            try trial.trainer().run(in: folder.url, identity: "b")
        }
        #expect(error?.problem == .otherTrial(found: "a", expected: "b"))
        #expect(error?.description.contains(files.state.path) == true)
        #expect(try contents(files) == before)
    }

    @Test("from another trial's state is refused with the keys that tell the trials apart")
    func differences() throws {
        _ = try trial.trainer().run(in: folder.url, identity: "a")
        var other = trial
        other.training.duration = .steps(20)
        other.model.dropout = 0.1
        other.variant = .standard
        for file in [files.state, files.best] {
            let error = #expect(throws: CheckpointError.self) {
                try other.trainer().run(in: folder.url, identity: "b")
            }
            let expected = [
                "dropout: 0.2 there, 0.1 here", "steps: 10 there, 20 here",
                "variant: \"soft-window\" there, \"standard\" here",
            ]
            #expect(
                error?.problem == .otherTrial(found: "a", expected: "b", differences: expected))
            #expect(error?.description.contains(expected.joined(separator: "; ")) == true)
            #expect(error?.file == file.path)
            // The weights alone say the same.
            for state in [files.state, files.previousState] {
                try? FileManager.default.removeItem(at: state)
            }
        }
    }

    @Test("of a trial that has ended looks whether its weights are there and whole")
    func endedWithoutWeights() throws {
        let (expected, _) = try runThrough()
        let outcome = try trial.trainer().run(in: folder.url, identity: "a")
        #expect(outcome.status == .finished)
        let best = try Data(contentsOf: files.best)
        var isGone = false
        let damages: [() throws -> Void] = [
            { try FileManager.default.removeItem(at: files.best) },
            { try best.prefix(best.count / 2).write(to: files.best) },
        ]
        for damage in damages {
            isGone.toggle()
            try damage()
            let error = #expect(throws: UnusableFiles.self) {
                try trial.trainer().run(in: folder.url, identity: "a")
            }
            let others = isGone ? [] : [files.best.path]
            #expect(error?.files == [files.state.path, files.previousState.path] + others)
            #expect(error?.reason.contains(files.best.path) == true)
        }
        for file in [files.state, files.previousState, files.best] {
            try FileManager.default.removeItem(at: file)
        }
        _ = try trial.trainer().run(in: folder.url, identity: "a")
        #expect(try contents(files) == expected, "as the sentence has said")
    }

    @Test("another trial's weights are not replaced, even where its state is gone")
    func foreignWeights() throws {
        _ = try trial.trainer().run(in: folder.url, identity: "a")
        try FileManager.default.removeItem(at: files.state)
        let before = try Data(contentsOf: files.best)
        let error = #expect(throws: CheckpointError.self) {
            try trial.trainer().run(in: folder.url, identity: "b")
        }
        #expect(error?.problem == .otherTrial(found: "a", expected: "b"))
        #expect(try Data(contentsOf: files.best) == before)
    }

    @Test("the state says what was trained, as the weights do")
    func configuration() throws {
        _ = try trial.trainer().run(in: folder.url, identity: "a")
        let state = try SafeTensors(contentsOf: files.state).metadata
        let best = try SafeTensors(contentsOf: files.best).metadata
        for key in ["model", "variant", "tokenizer", "training", "corpus", "data", "identity"] {
            #expect(state[key] != nil && state[key] == best[key])
        }
    }

    @Test("from a damaged state is refused in a sentence, or starts over where told to")
    func damaged() throws {
        let (expected, _) = try runThrough()
        let trainer = try trial.trainer()
        _ = try trainer.run(in: folder.url, identity: "a")
        let whole = try Data(contentsOf: files.state)
        try FileManager.default.removeItem(at: files.previousState)
        for length in [0, 7, 100, whole.count / 2, whole.count - 1] {
            try whole.prefix(length).write(to: files.state)
            let error = #expect(throws: UnusableFiles.self) {
                try trainer.run(in: folder.url, identity: "a")
            }
            #expect(error?.files == [files.state.path])
            #expect(
                error?.description.hasSuffix(
                    " To start over, remove '\(files.state.path)'.") == true)
        }
        let (outcome, reasons) = try goOn(trainer)
        #expect(outcome.status == .finished && reasons.map(\.step) == [0])
        #expect(try contents(files) == expected)
    }

    @Test("from a state with a flipped bit goes on from the state before it, to the same bits")
    func flipped() throws {
        let (expected, _) = try runThrough()
        try stop(after: 8)
        let whole = try Data(contentsOf: files.state)
        let previous = try Data(contentsOf: files.previousState)
        let best = try Data(contentsOf: files.best)
        let metrics = try Data(contentsOf: files.metrics)
        // Blanks fill the header up, and do not count.
        let blanks = whole.firstRange(of: Data("}   ".utf8)) ?? whole.startIndex..<1
        for place in stride(from: 3, to: whole.count, by: whole.count / 61)
        where !(blanks.lowerBound..<blanks.lowerBound + 8).contains(place) {
            var damaged = whole
            damaged[place] ^= 1 << UInt8(place % 7)
            try damaged.write(to: files.state)
            try previous.write(to: files.previousState)
            try best.write(to: files.best)
            try metrics.write(to: files.metrics)
            let (outcome, reasons) = try goOn(try trial.trainer())
            #expect(outcome.status == .finished)
            #expect(reasons.map(\.step) == [6], "byte \(place) of \(whole.count)")
            #expect(reasons.first?.reason.contains(files.state.path) == true)
            #expect(try contents(files) == expected)
        }
    }

    @Test("from a state of other arithmetic is refused in a sentence, or starts over")
    func otherArithmetic() throws {
        let (expected, _) = try runThrough()
        try stop(after: 8)
        for file in [files.state, files.previousState] {
            let state = try SafeTensors(contentsOf: file)
            var metadata = state.metadata
            #expect(metadata["arithmetic"]?.isEmpty == false)
            metadata["arithmetic"] = "abacus"
            metadata["checksum"] = nil
            try SafeTensors(state.tensors, metadata: metadata).write(to: file)
        }
        let error = #expect(throws: UnusableFiles.self) {
            try trial.trainer().run(in: folder.url, identity: "a")
        }
        #expect(error?.files == [files.state.path, files.previousState.path])
        #expect(error?.description.contains("computed with 'abacus', but this machine") == true)
        let (outcome, reasons) = try goOn(try trial.trainer())
        #expect(outcome.status == .finished && reasons.map(\.step) == [0])
        #expect(try contents(files) == expected)
    }

    @Test("a process that dies between two states leaves the earlier one to go on from")
    func between() throws {
        let (expected, _) = try runThrough()
        try stop(after: 8)
        try FileManager.default.removeItem(at: files.state)
        let (outcome, reasons) = try goOn(try trial.trainer())
        #expect(outcome.status == .finished && reasons.isEmpty)
        #expect(try contents(files) == expected)
    }

    private func stop(after count: Int) throws {
        var steps = 0
        let outcome = try trial.trainer().run(
            in: folder.url, identity: "a",
            observe: { if case .stepped = $0 { steps += 1 } }, shouldStop: { steps == count })
        #expect(outcome.status == .interrupted)
    }

    private func goOn(
        _ trainer: Trainer
    ) throws -> (outcome: TrialOutcome, restarts: [(reason: String, step: Int)]) {
        var restarts: [(reason: String, step: Int)] = []
        let outcome = try trainer.run(
            in: folder.url, identity: "a", onUnusableState: .restart,
            observe: {
                if case .restarted(let reason, let step) = $0 { restarts.append((reason, step)) }
            })
        return (outcome, restarts)
    }

    @Test("every write to the folder is surrounded by the guard, and none happens past its error")
    func guarded() throws {
        // The guard makes the folder look unchanged outside of it.
        var seen: [String]?
        func listing() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted().map {
                let data = try Data(contentsOf: folder.file($0))
                return "\($0) \(data.hashValue)"
            }
        }
        nonisolated(unsafe) var last = try listing()
        nonisolated(unsafe) var writes = 0
        _ = try trial.trainer().run(
            in: folder.url, identity: "a",
            writing: { write in
                #expect(try listing() == last, "a write outside of the guard")
                writes += 1
                guard writes < 4 else { return }
                try write()
                last = try listing()
            })
        seen = try listing()
        #expect(seen == last && writes > 4)
    }

    @Test("from a file that lacks something is refused by its name")
    func incomplete() throws {
        let trainer = try trial.trainer()
        _ = try trainer.run(in: folder.url, identity: "a")
        let state = try SafeTensors(contentsOf: files.state)
        func problem(_ tensors: [SafeTensor], _ metadata: [String: String]) throws -> String {
            try SafeTensors(tensors, metadata: metadata).write(to: files.state)
            try? FileManager.default.removeItem(at: files.previousState)
            do {
                _ = try trainer.run(in: folder.url, identity: "a")
                return "no error"
            } catch {
                return "\(error)"
            }
        }
        var metadata = state.metadata
        metadata["checksum"] = nil
        let unsealed = metadata
        let missing = try problem(state.tensors.dropLast(), metadata)
        #expect(missing.contains(try #require(state.tensors.last).name))
        metadata["progress"] = "{}"
        #expect(try problem(state.tensors, metadata).contains("'progress'"))
        #expect(try problem(state.tensors, [:]).contains("'identity'"))
        #expect(try problem(state.tensors.dropLast(), state.metadata).contains("checksum"))
        #expect(try problem(state.tensors, state.metadata) == "no error")
        #expect(try problem(state.tensors, unsealed) == "no error", "of an earlier version")
        try Data().write(to: files.metrics)
        #expect(try problem(state.tensors, state.metadata).contains("metrics.jsonl"))
    }

    @Test("an output folder that cannot be made is a sentence")
    func unwritable() throws {
        let file = folder.file("file")
        try Data().write(to: file)
        for place in [file, file.appendingPathComponent("below")] {
            let error = #expect(throws: FileError.self) { try trial.trainer().run(in: place) }
            #expect(error?.description.contains(file.path) == true)
        }
    }
}

import Foundation
import Sweeping
import TestSupport
import Testing
import Variants

@Suite("Progress")
struct ProgressTests {
    @Test("lines say what ended, how, and how far the sweep is")
    func lines() throws {
        let (text, progress) = try show { LineDisplay(write: $0) }
        #expect(
            text.split(separator: "\n").map(String.init) == [
                "[1/4] standard, seed=1: validation loss 1.2500",
                "[2/4] soft-window, seed=1: diverged after 3 steps",
                "A state was damaged.",
                "[3/4] standard, seed=2: failed. It cannot be.",
                "3 of 4 trials have ended (0.0 s), 1 diverged, 1 failed.",
            ])
        #expect(progress.unsuccessfulCount == 2)
        #expect(progress.best?.loss == 1.25)
    }

    @Test("a terminal shows trials at work in place, cut to its width, and a bar")
    func terminal() throws {
        let (text, _) = try show { TerminalDisplay(width: { 60 }, write: $0) }
        #expect(text.contains("soft-window, seed=2: step 4/6, training 2.5000"))
        #expect(text.contains("[#"))
        #expect(text.contains("\u{1B}["))
        let rows = text.replacing(/\u{1B}\[[0-9]*[AJ]/, with: "").split(separator: "\n")
        let drawn = rows.filter { $0.hasPrefix("  ") || $0.hasPrefix("[#") || $0.hasPrefix("[.") }
        #expect(!drawn.isEmpty)
        #expect(drawn.allSatisfy { $0.count <= 59 })
    }

    @Test("trials that wait at a rung are counted, and go on if they are promoted")
    func stopped() throws {
        var text = ""
        var progress = try progress(ManualClock(), spec: HalvingSweepTests.spec())
        let display = LineDisplay { text += $0 }
        let trial = progress.trialIDs[0]
        progress.update(WorkerEvent(.claimed, trial: trial))
        var event = WorkerEvent(.paused, trial: trial)
        (event.step, event.steps, event.validationLoss) = (2, 8, 1.5)
        progress.update(event)
        display.ended(trial, event, progress)
        #expect(text == "[1/9] learningRate=0.007: validation loss 1.5000 at step 2 of 8\n")
        #expect(progress.settledCount == 1 && progress.stoppedCount == 1)
        #expect(progress.endedCount == 0 && progress.running.isEmpty)
        // A quarter of one trial, of which a half of all goes on to a half, and a quarter to the end.
        let share = 0.25 + 0.5 * 0.25 + 0.25 * 0.5
        #expect(abs(progress.fraction - 0.25 / (9 * share)) < 1e-9)
        text = ""
        display.close(progress)
        #expect(text.contains("0 of 9 trials have ended") && text.contains("1 was stopped"))
        progress.update(WorkerEvent(.claimed, trial: trial))
        #expect(progress.stoppedCount == 0 && progress.running.count == 1)
        var ended = WorkerEvent(.ended, trial: trial)
        ended.status = .finished
        progress.update(ended)
        #expect(progress.endedCount == 1 && progress.settledCount == 1)
    }

    @Test("a narrow terminal cuts titles in their middle, and keeps what changes")
    func longTitles() throws {
        let spec = WorkerTests.spec.replacing(
            "seed: [1, 2]", with: "seed: [1, 2], learningRate: [0.00123456789], width: [16, 32]")
        var progress = try progress(ManualClock(), spec: spec)
        var event = WorkerEvent(.stepped, trial: progress.trialIDs[3])
        (event.step, event.steps, event.validationLoss) = (4, 6, 1.5)
        progress.update(event)
        var text = ""
        TerminalDisplay(width: { 50 }, write: { text += $0 }).update(progress)
        let row = try #require(text.split(separator: "\n").first)
        #expect(row.hasPrefix("  soft-w") && row.count == 49, "\(row)")
        #expect(row.hasSuffix("=1: step 4/6, validation 1.5000"), "\(row)")
    }

    @Test("trials that end together are summed up on a terminal, but for those that went wrong")
    func manyEnds() throws {
        let seeds = (1...300).map(String.init).joined(separator: ", ")
        let spec = WorkerTests.spec.replacing("[1, 2]", with: "[\(seeds)]")
        var progress = try progress(ManualClock(), spec: spec)
        var text = ""
        let display = TerminalDisplay(width: { 80 }, write: { text += $0 })
        display.update(progress)
        for (index, trial) in progress.trialIDs.enumerated() {
            var event = WorkerEvent(index == 3 ? .failed : .ended, trial: trial)
            (event.status, event.validationLoss, event.message) = (.finished, 1, "It trapped.")
            progress.update(event)
            display.ended(trial, event, progress)
        }
        display.close(progress)
        let lines = text.split(separator: "\n")
        #expect(lines.count < 200, "\(lines.count) lines")
        #expect(text.contains(": failed. It trapped.") && text.contains("more trials have ended"))
        #expect(text.contains("600 of 600 trials have ended"))
        let named = lines.count { $0.contains("]") && $0.contains(": validation loss") }
        let summed = text.matches(of: #/(\d+) more trials/#).compactMap { Int($0.1) }.reduce(0, +)
        #expect(named + summed == 599)
    }

    @Test("a measurement is named while it goes on")
    func measuring() throws {
        var text = ""
        var progress = try progress(ManualClock())
        var event = WorkerEvent(.stepped, trial: progress.trialIDs[0])
        (event.step, event.steps) = (6, 6)
        progress.update(event)
        event.step = nil
        event.measuring = "wordOverlap"
        progress.update(event)
        TerminalDisplay(write: { text += $0 }).update(progress)
        #expect(text.contains("standard, seed=1: step 6/6, measuring wordOverlap\n"))
    }

    @Test("work at hand counts by its steps, and what others did does not raise the speed")
    func fraction() throws {
        let clock = ManualClock()
        var progress = try progress(clock)
        #expect(progress.fraction == 0)
        let trials = progress.trialIDs
        progress.resume(trials[0], .finished, loss: 1)
        #expect(abs(progress.fraction - 0.25) < 0.1)
        progress.update(WorkerEvent(.claimed, trial: trials[1]))
        var event = WorkerEvent(.stepped, trial: trials[1])
        (event.step, event.steps) = (0, 6)
        progress.update(event)
        clock.advance(by: .seconds(10))
        #expect(progress.secondsLeft == nil)
        event.step = 3
        progress.update(event)
        let left = try #require(progress.secondsLeft)
        // Half a trial in ten seconds, two and a half trials to go.
        #expect(left > 30 && left < 80)
    }

    @Test("time left goes by what trials alike took; others are guessed by more than arithmetic")
    func timeLeft() throws {
        let clock = ManualClock()
        var progress = try progress(
            clock,
            spec: """
                { name: "tiny", data: { corpus: "CORPUS" },
                  base: { layers: 1, heads: 1, width: 32, blockSize: 8, batch: 64, steps: 1000,
                          dropout: 0, evaluateEvery: 1000 },
                  grid: { variant: ["bigram", "standard"], seed: [1, 2, 3] } }
                """)
        func run(_ trial: String, seconds: Int) {
            progress.update(WorkerEvent(.claimed, trial: trial))
            clock.advance(by: .seconds(seconds))
            var event = WorkerEvent(.ended, trial: trial)
            event.status = .finished
            progress.update(event)
        }
        let trials = progress.trialIDs
        run(trials[0], seconds: 10)
        // By floating-point operations alone a plain model would take 50 bigrams or more.
        let guess = try #require(progress.secondsLeft)
        #expect(guess > 20 + 3 * 10 && guess < 20 + 3 * 10 * 20, "\(guess)")
        run(trials[1], seconds: 40)
        // Two bigrams of 10 seconds and two plain models of 40, one after the other.
        #expect(abs(try #require(progress.secondsLeft) - 100) < 1e-6)
        // Half of a trial that an earlier run left at half: the other half took 20 seconds.
        progress.update(WorkerEvent(.claimed, trial: trials[3]))
        var event = WorkerEvent(.stepped, trial: trials[3])
        (event.step, event.steps) = (500, 1000)
        progress.update(event)
        clock.advance(by: .seconds(20))
        event.step = 750
        progress.update(event)
        // That is 80 seconds for a whole one, and 60 for every 0.75 of those that were measured.
        let left = try #require(progress.secondsLeft)
        #expect(abs(left - (20 + (0.25 + 1) * 60 / 1.25)) < 1e-6, "\(left)")
    }

    @Test("of thousands of trials, each that ends is told at the same cost")
    func thousands() throws {
        let clock = ManualClock()
        let seeds = (1...2_000).map(String.init).joined(separator: ", ")
        var progress = try progress(
            clock,
            spec: WorkerTests.spec.replacing(
                "variant: [\"standard\", \"soft-window\"], seed: [1, 2]", with: "seed: [\(seeds)]"))
        clock.advance(by: .seconds(10))
        nonisolated(unsafe) var lines = 0
        let display = LineDisplay { _ in lines += 1 }
        let start = ProcessorTime.ofThread
        for trial in progress.trialIDs {
            progress.update(WorkerEvent(.claimed, trial: trial))
            clock.advance(by: .milliseconds(20))
            var event = WorkerEvent(.ended, trial: trial)
            event.status = .finished
            progress.update(event)
            display.ended(trial, event, progress)
        }
        #expect(lines == 2_000)
        // Some milliseconds; with a look at all trials for each, it took many seconds.
        #expect(ProcessorTime.ofThread - start < 1)
    }

    @Test("durations use the units that they need, however long they are")
    func durations() {
        #expect(DurationText.text(0.44) == "0.4 s")
        #expect(DurationText.text(59.7) == "1 min 0 s")
        #expect(DurationText.text(200) == "3 min 20 s")
        #expect(DurationText.text(7500) == "2 h 5 min")
        #expect(DurationText.text(1e30).hasSuffix(" h 46 min"))
    }

    private func progress(
        _ clock: ManualClock, spec: String = WorkerTests.spec
    ) throws -> SweepProgress {
        try TemporaryFolder.with { root in
            let corpus = root.appendingPathComponent("tiny.txt")
            try Data(tinyText.utf8).write(to: corpus)
            let sweep = try PreparedSweep(
                try sweepPlan(spec.replacingOccurrences(of: "CORPUS", with: corpus.path)))
            return SweepProgress(sweep, now: { clock.now })
        }
    }

    private func show(
        _ display: (@escaping (String) -> Void) -> any SweepDisplay
    ) throws -> (String, SweepProgress) {
        nonisolated(unsafe) var text = ""
        let display = display { text += $0 }
        // Time stands still, so that no display depends on how busy the machine is.
        var progress = try progress(ManualClock())
        let trials = progress.trialIDs
        func end(_ event: WorkerEvent) {
            progress.update(event)
            display.ended(event.trial, event, progress)
        }
        var stepped = WorkerEvent(.stepped, trial: trials[3])
        (stepped.step, stepped.steps, stepped.trainLoss) = (4, 6, 2.5)
        progress.update(stepped)
        display.update(progress)
        var finished = WorkerEvent(.ended, trial: trials[0])
        (finished.status, finished.validationLoss) = (.finished, 1.25)
        end(finished)
        var diverged = WorkerEvent(.ended, trial: trials[1])
        (diverged.status, diverged.step) = (.diverged, 3)
        end(diverged)
        display.message("A state was damaged.")
        var failed = WorkerEvent(.failed, trial: trials[2])
        failed.message = "It cannot be."
        end(failed)
        display.close(progress)
        return (text, progress)
    }
}

/// A clock that goes on when it is told to.
private final class ManualClock: @unchecked Sendable {
    private let lock = NSLock()
    private var time = ContinuousClock.now
    var now: ContinuousClock.Instant { lock.withLock { time } }
    func advance(by duration: Duration) { lock.withLock { time += duration } }
}

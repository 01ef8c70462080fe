import Foundation
import Sweeping
import TestSupport
import Testing
import Training
import Variants

/// What a sweep costs beside its trials, which each make one step.
///
/// `VARIA_MANY_TRIALS=5000` runs so many, and prints what it measures. Processor time is what is
/// judged: others on the machine change it little.
@Suite("A sweep of many short trials", .serialized)
struct ManyTrialsTests {
    /// Seconds that a command takes: of processors, its workers' included, and of the clock.
    private struct Cost {
        let processor: Double
        let wall: Double

        init(of arguments: [String], in study: FaultStudy) throws {
            // The shell tells what its children took, and theirs.
            let script = "\"$@\"; status=$?; times >&2; exit $status"
            let start = ContinuousClock.now
            let result = try VariaProcess.run(
                ["-c", script, "sh", study.executable.path] + arguments, in: study.folder,
                executable: URL(fileURLWithPath: "/bin/sh"))
            let taken = ContinuousClock.now - start
            try #require(result.status == 0, "\(result.messages)")
            wall =
                Double(taken.components.seconds) + Double(taken.components.attoseconds) * 1e-18
            // Such as "0m7.06s 0m1.79s", of the user and the system.
            let times = try #require(result.messages.split(separator: "\n").last)
            processor = try times.split(separator: " ").reduce(0) { sum, time in
                let parts = time.dropLast().split(separator: "m").compactMap { Double($0) }
                try #require(parts.count == 2, "\(times)")
                return sum + 60 * parts[0] + parts[1]
            }
        }
    }

    private static func spec(trials: Int) -> String {
        let seeds = (1...max(1, trials / 10)).map(String.init).joined(separator: ", ")
        return """
            {
              name: "many", data: { corpus: "grammar", length: 3000 },
              base: {
                layers: 1, heads: 1, width: 8, blockSize: 8, batch: 2,
                steps: 1, warmup: 1, evaluateAtStart: false,
              },
              grid: {
                learningRate: [1e-4, 2e-4, 3e-4, 4e-4, 5e-4, 6e-4, 7e-4, 8e-4, 9e-4, 1e-3],
                seed: [\(seeds)],
              },
            }
            """
    }

    /// Seconds of the processor that a trial takes by itself: tracing, compiling, the step and the
    /// evaluation, without a file.
    private func ownSeconds(_ spec: URL) throws -> Double {
        let sweep = try PreparedSweep(
            try SweepSpec(file: spec).plan(catalogue: standardCatalogue))
        func run(_ trial: PreparedTrial) throws {
            _ = try Trainer(
                trial.config.model, trial.config.variant, training: trial.config.training,
                corpus: trial.corpus
            ).run()
        }
        // The first ones also make what a process makes once.
        try sweep.trials.prefix(5).forEach(run)
        let measured = sweep.trials.prefix(100)
        let start = ProcessorTime.ofThread
        try measured.forEach(run)
        return (ProcessorTime.ofThread - start) / Double(measured.count)
    }

    @Test("costs little beside them, and its table and a second run are quick")
    func overhead() throws {
        let wanted = ProcessInfo.processInfo.environment["VARIA_MANY_TRIALS"].flatMap { Int($0) }
        let count = wanted ?? 200
        try TemporaryFolder.with { folder in
            let study = try FaultStudy(in: folder, spec: Self.spec(trials: count))
            let own = try ownSeconds(folder.appendingPathComponent("study.json5"))
            let out = folder.appendingPathComponent("out")
            let sweep = try Cost(of: study.arguments(out: out), in: study)
            let trials = FaultStudy.trials(of: out).count
            #expect(trials == count / 10 * 10)
            let table = try Cost(of: ["table", out.path], in: study)
            let again = try Cost(of: study.arguments(out: out), in: study)
            let each = sweep.processor / Double(trials)
            // Two workers share the wall's time.
            let wallEach = 2 * sweep.wall / Double(trials)
            #expect(each - own < 0.03, "\(each) s each, \(own) s of its own")
            #expect(table.processor < 3)
            #expect(again.processor < 2 + 0.005 * Double(trials))
            guard wanted != nil else { return }
            func text(_ seconds: Double) -> String { String(format: "%.1f ms", seconds * 1000) }
            print(
                "\(trials) trials of one step: \(text(each)) of a processor each, of which "
                    + "\(text(own)) are the trial's own, so that \(text(each - own)) are the "
                    + "sweep's; \(text(wallEach)) of a worker's time each. The table: "
                    + "\(text(table.wall)) (\(text(table.processor)) of a processor); the sweep "
                    + "again: \(text(again.wall)) (\(text(again.processor))).")
        }
    }
}

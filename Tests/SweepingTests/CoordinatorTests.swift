import Foundation
import Sweeping
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A coordinator whose workers are shell scripts that die in every way.
@Suite("A coordinator")
struct CoordinatorTests {
    /// A sweep of few trials, its workers, and what they left.
    private struct Study {
        let directory: SweepDirectory
        /// The first one.
        let trial: TrialFolder
        let folder: URL
        private let sweep: PreparedSweep

        init(in root: URL, trials: Int = 1) throws {
            folder = root
            let seeds = "seed: [\((1...trials).map(String.init).joined(separator: ", "))]"
            let spec = WorkerTests.spec.replacing(
                "variant: [\"standard\", \"soft-window\"], seed: [1, 2]", with: seeds)
            let corpus = root.appendingPathComponent("tiny.txt")
            try Data(tinyText.utf8).write(to: corpus)
            sweep = try PreparedSweep(
                try sweepPlan(
                    spec.replacingOccurrences(of: "CORPUS", with: corpus.path)))
            directory = SweepDirectory(root.appendingPathComponent("sweep"))
            trial = directory.trial(sweep.trials[0].id)
        }

        /// Runs the sweep with workers that do what a script says, in which `$n` counts them from 1
        /// where there is one job.
        ///
        /// - Parameter drawing: Seconds that it takes to show how the sweep goes.
        func run(
            jobs: Int = 1, retries: Int = 2, failsFast: Bool = false, patience: Double = 30,
            drawing: Double = 0, _ script: String
        ) throws -> (end: SweepCoordinator.End, text: String) {
            let executable = folder.appendingPathComponent("worker.sh")
            let preamble = """
                #!/bin/sh
                echo >> '\(starts.path)'
                n=$(wc -l < '\(starts.path)')
                claim() { echo '{"kind":"claimed","trial":"\(trial.id)"}'; }
                evaluate() { echo '{}' >> '\(trial.metrics.path)'; }

                """
            try Data((preamble + script + "\n").utf8).write(to: executable)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: executable.path)
            nonisolated(unsafe) var text = ""
            var timing = ClaimTiming()
            timing.patience = patience
            let coordinator = SweepCoordinator(
                sweep, in: directory, jobs: jobs, executable: executable,
                display: SlowDisplay(seconds: drawing) { text += $0 }, retries: retries,
                failsFast: failsFast,
                timing: timing, stopPatience: .milliseconds(300))
            return (try coordinator.run(), text)
        }

        private var starts: URL { folder.appendingPathComponent("starts") }

        var startCount: Int {
            (try? String(contentsOf: starts, encoding: .utf8))?.count { $0 == "\n" } ?? 0
        }
    }

    /// A terminal that takes its time.
    private final class SlowDisplay: SweepDisplay {
        private let lines: LineDisplay
        private let seconds: Double

        init(seconds: Double, write: @escaping (String) -> Void) {
            self.seconds = seconds
            lines = LineDisplay(write: write)
        }

        func update(_ progress: SweepProgress) { Thread.sleep(forTimeInterval: seconds) }
        func ended(_ id: String, _ event: WorkerEvent, _ progress: SweepProgress) {
            lines.ended(id, event, progress)
        }
        func message(_ sentence: String) { lines.message(sentence) }
        func close(_ progress: SweepProgress) { lines.close(progress) }
    }

    @Test("goes on with a sweep that is not complete, however late it is for the next worker")
    func lateStart() throws {
        try TemporaryFolder.with { root in
            let study = try Study(in: root)
            // The time to start the next worker comes while the first one's end is shown.
            let (end, _) = try study.run(
                retries: 0, patience: 0.3, drawing: 0.5, "[ $n = 1 ] && exit 0; claim; exit 3")
            #expect(end.failed == 1 && !end.wasStopped)
            #expect(study.startCount == 2)
        }
    }

    @Test("does not blame workers that cannot start on what others said before something got done")
    func staleReason() throws {
        try TemporaryFolder.with { root in
            let study = try Study(in: root)
            let error = #expect(throws: SweepError.self) {
                try study.run(
                    """
                    if [ $n = 1 ]; then
                        echo '{"kind":"broken","trial":"","message":"The moon was full."}'; exit 1
                    fi
                    if [ $n = 2 ]; then
                        claim; echo '{"kind":"evaluated","trial":"\(study.trial.id)"}'; exit 3
                    fi
                    exit 1
                    """)
            }
            #expect(study.startCount == 5)
            #expect("\(error as Any)".contains("ended with status 1"), "\(error as Any)")
        }
    }

    @Test("gives up a trial whose process is killed five times in a row, and says what to do")
    func killed() throws {
        try TemporaryFolder.with { root in
            let study = try Study(in: root)
            let (end, text) = try study.run("claim; kill -9 $$")
            #expect(end.failed == 1 && !end.wasStopped)
            #expect(study.startCount == 5)
            let record = try #require(try SweepResults.read(study.directory.root).records.first)
            #expect(record.status == .failed)
            for words in ["killed 5 times", "want of memory", "fewer --jobs", "smaller batch"] {
                #expect(record.error?.contains(words) == true, "\(record.error as Any)")
                #expect(text.contains(words))
            }
            // Who starts the sweep again may have more memory now.
            _ = try study.run("claim; kill -9 $$")
            #expect(study.startCount == 10)
        }
    }

    @Test("does not begin to count kills anew because another coordinator does")
    func survivingCount() throws {
        try TemporaryFolder.with { root in
            let study = try Study(in: root)
            // Three false starts after two kills end the first coordinator.
            #expect(throws: SweepError.self) {
                try study.run("if [ $n -le 2 ]; then claim; kill -9 $$; fi; exit 1")
            }
            #expect(study.startCount == 5)
            #expect(try study.trial.recordedFailure()?.kills?.count == 2)
            _ = try study.run("claim; kill -9 $$")
            #expect(study.startCount == 8)
            #expect(study.trial.isGivenUp)
        }
    }

    @Test("counts kills from the last evaluation on")
    func progressBetweenKills() throws {
        try TemporaryFolder.with { root in
            let study = try Study(in: root)
            _ = try study.run("claim; [ $n = 4 ] && evaluate; kill -9 $$")
            let failure = try #require(try study.trial.recordedFailure())
            #expect(failure.isFinal && failure.kills?.count == 5)
            #expect(failure.kills?.evaluations == 1)
            #expect(study.startCount == 8)
        }
    }

    @Test("holds no kill against a worker without a trial, but does not start them for ever")
    func earlyKills() throws {
        try TemporaryFolder.with { root in
            let study = try Study(in: root)
            let (end, _) = try study.run("[ $n -le 6 ] && kill -9 $$; claim; kill -9 $$")
            #expect(end.failed == 1)
            #expect(study.startCount == 11)
        }
        try TemporaryFolder.with { root in
            let study = try Study(in: root)
            let error = #expect(throws: SweepError.self) { try study.run("kill -9 $$") }
            #expect("\(error as Any)".contains("signal 9"))
            #expect(study.startCount == 10)
        }
    }

    @Test("gives up a trial that crashes three times")
    func crashes() throws {
        // A process that says that it is done, but has left its trial, has crashed too.
        for status in [3, 0] {
            try TemporaryFolder.with { root in
                let study = try Study(in: root)
                let (end, _) = try study.run("claim; exit \(status)")
                #expect(end.failed == 1 && study.startCount == 3)
                let failure = try #require(try study.trial.recordedFailure())
                #expect(failure.crashes == 3 && failure.message.contains("status \(status)"))
            }
        }
    }

    @Test("sees that a worker has ended although what it had started goes on")
    func orphans() throws {
        try TemporaryFolder.with { root in
            let study = try Study(in: root)
            let start = ContinuousClock.now
            let (end, _) = try study.run(
                "claim; sleep 120 & echo $! >> '\(root.path)/orphans'; exit 3")
            #expect(end.failed == 1 && study.startCount == 3)
            #expect(ContinuousClock.now - start < .seconds(60))
            let text = try String(
                contentsOf: root.appendingPathComponent("orphans"), encoding: .utf8)
            let orphans = text.split(separator: "\n").compactMap { Int32($0) }
            #expect(orphans.count == 3)
            for orphan in orphans { kill(orphan, SIGKILL) }
        }
    }

    @Test("kills a worker that does not stop when it is asked to")
    func stubborn() throws {
        try TemporaryFolder.with { root in
            let study = try Study(in: root, trials: 2)
            let note = root.appendingPathComponent("stubborn")
            // The first cannot be asked to stop; the others end the run by their false starts.
            let script = """
                if mkdir '\(note.path).first'; then
                    trap '' TERM; claim; echo $$ > '\(note.path)'; exec sleep 600
                fi
                while [ ! -s '\(note.path)' ]; do sleep 0.05; done
                exit 1
                """
            #expect(throws: SweepError.self) { try study.run(jobs: 2, script) }
            let text = try String(contentsOf: note, encoding: .utf8)
            let process = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
            #expect(kill(process, 0) != 0 && errno == ESRCH)
            #expect(
                try study.trial.recordedFailure() == nil, "it was asked to stop: no kill counts")
        }
    }

    @Test("tries a trial again as often as it is told")
    func retries() throws {
        for retries in [0, 1] {
            try TemporaryFolder.with { root in
                let study = try Study(in: root)
                let (end, _) = try study.run(retries: retries, "claim; exit 3")
                #expect(end.failed == 1 && study.startCount == retries + 1)
            }
        }
    }

    @Test("stops at the first failed trial where it is told to, and says so")
    func failFast() throws {
        try TemporaryFolder.with { root in
            let study = try Study(in: root, trials: 2)
            let (end, text) = try study.run(retries: 0, failsFast: true, "claim; exit 3")
            #expect(end.failed == 1 && end.wasStopped)
            #expect(text.contains("Stopping at the first failed trial"))
        }
    }

    @Test("kills a worker that no longer beats, and gives its trial to another")
    func silent() throws {
        try TemporaryFolder.with { root in
            let study = try Study(in: root)
            let claim = study.trial.root.appendingPathComponent("claim-1").path
            let (end, text) = try study.run(
                retries: 0, patience: 0.2,
                """
                if [ $n = 1 ]; then
                    echo "token elsewhere $$ 0 0 0 held" > '\(claim)'; claim; kill -STOP $$
                fi
                claim; exit 3
                """)
            #expect(end.failed == 1 && study.startCount == 2)
            #expect(text.contains("no sign of life"))
            #expect(try study.trial.recordedFailure()?.kills?.count == 1)
        }
    }
}

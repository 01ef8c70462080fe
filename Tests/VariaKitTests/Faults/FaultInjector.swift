import Foundation
import TestSupport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Kills and stops the processes of a sweep at random moments, and gives the sweep's command again
/// until all its trials have ended.
struct FaultInjector {
    let study: FaultStudy
    /// Seconds without a sign of life after which the sweep's claims are stale.
    let patience: Double
    private(set) var tally = FaultTally()
    /// The ends of runs that nobody killed, and that did not end the sweep: what they said last.
    private(set) var troubles: [String] = []
    private var random: SeededGenerator
    /// Stopped workers, and when they are to go on.
    private var stopped: [(process: Int32, until: ContinuousClock.Instant)] = []

    enum Failure: Error {
        /// The sweep does not end although nobody disturbs it any more.
        case endless(out: String, messages: String)
    }

    init(_ study: FaultStudy, patience: Double, seed: UInt64) {
        self.study = study
        self.patience = patience
        random = SeededGenerator(seed: seed)
    }

    /// Fills a directory under fire.
    ///
    /// - Parameter faults: How many kills there are to be in all, stops not counted; no more come
    ///   where the tally has as many.
    /// - Returns: What was wrong with results while it ran.
    mutating func run(out: URL, faults: Int) throws -> [String] {
        let watch = SweepWatch(out)
        let start = ContinuousClock.now
        var quietRuns = 0
        while true {
            let messages = study.folder.appendingPathComponent("messages")
            let coordinator = try study.start(out: out, messages: messages)
            tally.runs += 1
            let wasKilled = try harass(coordinator, out: out, watch: watch, faults: faults)
            coordinator.waitUntilExit()
            if coordinator.terminationReason == .exit, coordinator.terminationStatus == 0 { break }
            guard !wasKilled else { continue }
            let text = try String(contentsOf: messages, encoding: .utf8)
            troubles.append("\(text.split(separator: "\n").last ?? "")")
            quietRuns += 1
            if quietRuns > 20 { throw Failure.endless(out: out.path, messages: text) }
        }
        // Those that were stopped must find out that they have lost, and write nothing.
        resume(at: nil, watch)
        try waitForWorkers(of: out)
        tally.sweeps += 1
        tally.seconds += (ContinuousClock.now - start).seconds
        let wrong = watch.end()
        watch.count(into: &tally)
        return wrong
    }

    /// Does harm until the coordinator ends. Returns whether it was killed.
    private mutating func harass(
        _ coordinator: Process, out: URL, watch: SweepWatch, faults: Int
    ) throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(300)
        var next = ContinuousClock.now + .seconds(Double.random(in: 0.05...0.6, using: &random))
        while coordinator.isRunning {
            Thread.sleep(forTimeInterval: 0.005)
            let now = ContinuousClock.now
            resume(at: now, watch)
            if now > deadline {
                kill(coordinator.processIdentifier, SIGKILL)
                throw Failure.endless(out: out.path, messages: "It ran for five minutes.")
            }
            guard tally.faults < faults, now >= next else { continue }
            next = now + .seconds(Double.random(in: 0.05...0.8, using: &random))
            let workers = try workers(of: out).sorted()
            // One that is starting up is killed too, but not time and again.
            guard !workers.isEmpty || random.happens(0.1) else { continue }
            switch Double.random(in: 0..<1, using: &random) {
            case ..<0.5:
                guard let victim = workers.randomElement(using: &random) else { continue }
                tally.faults += 1
                killWorker(victim, watch)
            case ..<0.82:
                let free = workers.filter { worker in
                    !stopped.contains { $0.process == worker }
                }
                guard let victim = free.randomElement(using: &random),
                    kill(victim, SIGSTOP) == 0
                else { continue }
                tally.stops += 1
                watch.note(stopped: victim)
                let pause = patience * Double.random(in: 2...8, using: &random)
                stopped.append((victim, now + .seconds(pause)))
            case ..<0.93:
                tally.faults += 1
                tally.coordinatorKills += 1
                kill(coordinator.processIdentifier, SIGKILL)
                return true
            default:
                // As when a machine loses its power: all at once.
                tally.faults += 1
                tally.coordinatorKills += 1
                kill(coordinator.processIdentifier, SIGKILL)
                for worker in workers { killWorker(worker, watch) }
                return true
            }
        }
        return false
    }

    private mutating func killWorker(_ process: Int32, _ watch: SweepWatch) {
        let unsaved = watch.unsavedSeconds(of: process)
        guard kill(process, SIGKILL) == 0 else { return }
        tally.workerKills += 1
        if let unsaved, !stopped.contains(where: { $0.process == process }) {
            tally.lostSeconds.append(unsaved)
        }
        stopped.removeAll { $0.process == process }
        watch.note(resumed: process)
    }

    /// Lets those go on whose time has come; nil for all.
    private mutating func resume(at now: ContinuousClock.Instant?, _ watch: SweepWatch) {
        for (process, until) in stopped where now.map({ $0 >= until }) ?? true {
            kill(process, SIGCONT)
            watch.note(resumed: process)
        }
        if let now { stopped.removeAll { now >= $0.until } } else { stopped = [] }
    }

    private func waitForWorkers(of out: URL) throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while try !workers(of: out).isEmpty {
            guard ContinuousClock.now < deadline else {
                throw Failure.endless(out: out.path, messages: "A worker outlived its sweep.")
            }
            Thread.sleep(forTimeInterval: 0.05)
        }
    }

    /// The workers on a directory, whoever has started them: its path is in their arguments.
    private func workers(of out: URL) throws -> [Int32] {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: Self.finder)
        process.arguments = ["-f", "worker \(out.path)"]
        process.standardOutput = output
        try process.run()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(separator: "\n").compactMap { Int32($0) }
    }

    /// The program that finds processes by their arguments.
    static let finder = "/usr/bin/pgrep"
}

extension Duration {
    fileprivate var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}

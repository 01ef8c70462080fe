import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Looks at the files of a sweep's trials, many times a second, on a thread of its own.
///
/// It sees each result appear, after which it must stay the same file with the same content; each
/// claim pass from one worker to another; and metrics that become shorter, as where a killed worker
/// had written more than its state knew.
final class SweepWatch: @unchecked Sendable {
    /// A claim as it was seen first.
    struct Holding {
        let generation: Int
        let process: Int32
        let since: Date
    }

    /// How a claim passed on.
    struct Takeover {
        let trial: String
        let from: Int32
    }

    private struct Identity: Equatable {
        let node: UInt64
        let seconds: Int
        let nanoseconds: Int
        let size: Int
    }

    private let out: URL
    private let lock = NSLock()
    /// All below are guarded by `lock`.
    private var isStopped = false
    private var results: [String: Identity] = [:]
    private var metrics: [String: Int] = [:]
    private var held: [String: Holding] = [:]
    private var stopped: Set<Int32> = []
    private var faults: [String] = []
    private var tally: (fromStopped: Int, fromOthers: Int, repeated: Int) = (0, 0, 0)
    private let ended = DispatchSemaphore(value: 0)

    init(_ out: URL) {
        self.out = out
        Thread.detachNewThread { [self] in
            while !lock.withLock({ isStopped }) {
                look()
                Thread.sleep(forTimeInterval: 0.01)
            }
            ended.signal()
        }
    }

    /// Looks for the last time, and tells what was wrong: a result that changed or went away.
    func end() -> [String] {
        lock.withLock { isStopped = true }
        ended.wait()
        look()
        return lock.withLock { faults }
    }

    /// Adds what was seen to a tally.
    func count(into other: inout FaultTally) {
        lock.withLock {
            other.takeoversFromStopped += tally.fromStopped
            other.takeoversFromOthers += tally.fromOthers
            other.repeatedEvaluations += tally.repeated
            other.trials += results.count
        }
    }

    func note(stopped process: Int32) { _ = lock.withLock { stopped.insert(process) } }
    func note(resumed process: Int32) { _ = lock.withLock { stopped.remove(process) } }

    /// Seconds since a worker saved the trial that it holds, or claimed it; nil where it holds none.
    func unsavedSeconds(of process: Int32) -> Double? {
        let mine = lock.withLock {
            held.filter { $0.value.process == process && results[$0.key] == nil }
        }
        guard let (trial, holding) = mine.first else { return nil }
        let state = path(trial, "state.safetensors")
        var saved = holding.since
        var status = stat()
        if stat(state, &status) == 0 {
            saved = max(saved, Self.date(status))
        }
        return max(0, Date().timeIntervalSince(saved))
    }

    private func look() {
        for trial in FaultStudy.trials(of: out).map(\.lastPathComponent) {
            lookAtResult(of: trial)
            lookAtMetrics(of: trial)
            lookAtClaim(of: trial)
        }
    }

    private func lookAtResult(of trial: String) {
        let found = identity(path(trial, "result.json"))
        lock.withLock {
            guard let first = results[trial] else {
                results[trial] = found
                return
            }
            guard found != first else { return }
            faults.append(
                "the result of \(trial) was \(first), and became "
                    + "\(found.map { "\($0)" } ?? "none")")
            results[trial] = found
        }
    }

    private func lookAtMetrics(of trial: String) {
        let size = identity(path(trial, "metrics.jsonl"))?.size ?? 0
        lock.withLock {
            if size < metrics[trial] ?? 0 { tally.repeated += 1 }
            metrics[trial] = size
        }
    }

    private func lookAtClaim(of trial: String) {
        let folder = out.appendingPathComponent("trials/\(trial)").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let claims = names.compactMap { name in
            name.hasPrefix("claim-") ? Int(name.dropFirst(6)) : nil
        }
        guard let generation = claims.max() else { return }
        lock.withLock {
            let last = held[trial]
            guard last?.generation != generation else { return }
            let text = try? String(
                contentsOfFile: folder + "/claim-\(generation)", encoding: .utf8)
            let words = text?.split(whereSeparator: \.isWhitespace) ?? []
            guard words.count > 2, let process = Int32(words[2]) else { return }
            held[trial] = Holding(generation: generation, process: process, since: Date())
            guard let last, last.process != process else { return }
            if stopped.contains(last.process) {
                tally.fromStopped += 1
            } else {
                tally.fromOthers += 1
            }
        }
    }

    private func path(_ trial: String, _ name: String) -> String {
        out.appendingPathComponent("trials/\(trial)/\(name)").path
    }

    private func identity(_ path: String) -> Identity? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        let time = Self.modification(status)
        return Identity(
            node: UInt64(status.st_ino), seconds: Int(time.tv_sec),
            nanoseconds: Int(time.tv_nsec), size: Int(status.st_size))
    }

    private static func date(_ status: stat) -> Date {
        let time = modification(status)
        return Date(timeIntervalSince1970: Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9)
    }

    private static func modification(_ status: stat) -> timespec {
        #if canImport(Darwin)
            status.st_mtimespec
        #else
            status.st_mtim
        #endif
    }
}

import Foundation
import Sweeping
import TestSupport
import Testing

/// Many who want the same trials at the same moment.
@Suite("Contended claims")
struct ClaimContentionTests {
    /// Walks over all trials until each has ended, as a worker does, and counts those it ends.
    private func work(
        on trials: [TrialFolder], as number: Int32, ended: EndedTrials
    ) throws {
        let holder = ClaimHolder(token: "t\(number)", host: "host\(number)", process: number)
        var observer = ClaimObserver(patience: .seconds(3_600))
        var left = trials
        while !left.isEmpty {
            var held: [TrialFolder] = []
            for trial in left where !trial.hasEnded {
                guard let generation = try observer.claimableGeneration(of: trial),
                    let claim = try Claim.acquire(trial, after: generation, holder: holder)
                else {
                    held.append(trial)
                    continue
                }
                // It may have ended between the two looks, as `Worker` knows.
                guard !trial.hasEnded else {
                    claim.end()
                    continue
                }
                ended.add(trial.id)
                try Data("{}".utf8).write(to: trial.result)
                claim.end()
            }
            left = held
        }
    }

    @Test("of a thousand trials, each is run by exactly one of those who want them all")
    func everyTrialOnce() throws {
        try TemporaryFolder.with { root in
            let directory = SweepDirectory(root)
            let trials = (1...1_000).map { directory.trial(String(format: "%016d", $0)) }
            for trial in trials {
                try FileManager.default.createDirectory(
                    at: trial.root, withIntermediateDirectories: true)
            }
            let ended = EndedTrials()
            // More than there are cores, so that many are interrupted between two looks.
            DispatchQueue.concurrentPerform(iterations: 8) { index in
                do { try work(on: trials, as: Int32(index + 1), ended: ended) } catch {
                    Issue.record(error)
                }
            }
            #expect(ended.counts.count == trials.count)
            #expect(ended.counts.filter { $0.value != 1 }.isEmpty)
            for trial in trials { #expect(try ClaimFiles(trial).generations().isEmpty) }
        }
    }
}

/// How often trials were run to their end, counted over threads.
private final class EndedTrials: @unchecked Sendable {
    private let lock = NSLock()
    /// Guarded by `lock`.
    private var all: [String: Int] = [:]

    var counts: [String: Int] { lock.withLock { all } }

    func add(_ id: String) { lock.withLock { all[id, default: 0] += 1 } }
}

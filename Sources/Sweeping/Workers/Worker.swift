package import Foundation
import Runtime
package import Transformer

/// Works on the trials of a sweep's directory, one after another, until all have ended.
///
/// Any number of workers may share a directory, on one machine or on many. A worker may die at any
/// moment: another goes on with its trial from the last evaluation, to the same result.
package final class Worker {
    package enum End: Hashable, Sendable {
        /// Every trial has ended.
        case completed
        /// It was asked to stop.
        case stopped
    }

    let directory: SweepDirectory
    let catalogue: Catalogue
    let timing: ClaimTiming
    let preparer: TrialPreparer
    let holder: ClaimHolder
    let pool: ThreadPool
    let memoryLimit: MemoryLimit
    let report: (WorkerEvent) -> Void
    let shouldStop: () -> Bool
    /// Whether standard error goes to the log of the trial at work.
    let logsTrials: Bool
    private var observer: ClaimObserver

    /// - Parameters:
    ///   - folder: where relative paths of corpora are looked up first.
    ///   - threads: How many share a trial's work.
    ///   - memory: That of the machine, for tests.
    ///   - logsTrials: Whether the process' standard error goes to the log of the trial at work.
    ///   - report: Told what happens.
    ///   - shouldStop: Asked often; true saves the trial's state, gives its claim back and ends.
    package init(
        _ directory: SweepDirectory, catalogue: Catalogue, relativeTo folder: URL?,
        timing: ClaimTiming = ClaimTiming(), holder: ClaimHolder = .current(),
        threads: Int = 1, memory: MachineMemory = .current(), logsTrials: Bool = false,
        report: @escaping (WorkerEvent) -> Void = { _ in },
        shouldStop: @escaping () -> Bool = { false }
    ) {
        self.directory = directory
        self.catalogue = catalogue
        self.timing = timing
        self.holder = holder
        pool = ThreadPool(threads: threads)
        memoryLimit = MemoryLimit(memory, threads: threads)
        self.logsTrials = logsTrials
        self.report = report
        self.shouldStop = shouldStop
        preparer = TrialPreparer(relativeTo: folder)
        observer = ClaimObserver(patience: .seconds(timing.patience))
    }

    /// Works until every trial has ended, waiting for those that others hold.
    ///
    /// - Throws: `SweepError` where the directory holds no sweep or cannot be written; a trial that
    ///   fails is recorded instead.
    package func run() throws -> End {
        var left = try SweepManifest.read(directory).trialIDs
        while !left.isEmpty {
            let before = left.count
            var held: [String] = []
            for id in left {
                guard !shouldStop() else { return .stopped }
                switch try attempt(id) {
                case .ended: observer.forget(id)
                case .held: held.append(id)
                case .stopped: return .stopped
                }
            }
            left = held
            if left.count == before { Thread.sleep(forTimeInterval: timing.pollInterval) }
        }
        return .completed
    }

    private enum Attempt { case ended, held, stopped }

    private func attempt(_ id: String) throws -> Attempt {
        let folder = directory.trial(id)
        guard !folder.hasEnded else { return .ended }
        guard let generation = observer.claimableGeneration(of: folder),
            let claim = try Claim.acquire(folder, after: generation, holder: holder)
        else { return .held }
        // It may have ended between the two looks.
        guard !folder.hasEnded else {
            claim.end()
            return .ended
        }
        switch try work(on: claim) {
        case .ended: return .ended
        case .lost: return .held
        case .interrupted: return .stopped
        }
    }
}

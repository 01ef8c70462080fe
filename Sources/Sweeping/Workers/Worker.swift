package import Foundation
import Runtime
package import Transformer

/// Works on the trials of a sweep's directory, one after another, as its schedule says, until
/// nothing is left to be done.
///
/// Any number of workers may share a directory, on one machine or on many. A worker may die at any
/// moment: another goes on with its trial from the last evaluation, to the same result.
package final class Worker {
    package enum End: Hashable, Sendable {
        /// Every trial has ended, or needs no more work.
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

    /// Works until nothing is left to be done, waiting for trials that others hold.
    ///
    /// - Throws: `SweepError` where the directory holds no sweep or cannot be written; a trial that
    ///   fails is recorded instead.
    package func run() throws -> End {
        var schedule = try SweepManifest.read(directory).schedule(in: directory)
        var held: Set<String> = []
        var nextLook = ContinuousClock.now
        while !shouldStop() {
            // Their holders may be gone by now.
            if ContinuousClock.now >= nextLook {
                held = []
                nextLook = .now + .seconds(timing.lookInterval)
            }
            switch try schedule.next(besides: held) {
            case .complete: return .completed
            case .wait:
                Thread.sleep(forTimeInterval: timing.pollInterval)
                nextLook = .now
            case .work(let job):
                switch try attempt(job, &schedule) {
                case .done: observer.forget(job.trial)
                case .held: held.insert(job.trial)
                case .stopped: return .stopped
                }
            }
        }
        return .stopped
    }

    private enum Attempt { case done, held, stopped }

    private func attempt(
        _ job: TrialJob, _ schedule: inout any TrialSchedule
    ) throws -> Attempt {
        let folder = directory.trial(job.trial)
        guard let generation = try observer.claimableGeneration(of: folder),
            let claim = try Claim.acquire(folder, after: generation, holder: holder)
        else { return .held }
        // Others may have done it between the two looks.
        let isOpen: Bool
        do { isOpen = try schedule.confirms(job) } catch {
            claim.release()
            throw error
        }
        guard isOpen else {
            if folder.hasEnded { claim.end() } else { claim.release() }
            return .done
        }
        if let step = job.until {
            do { try allow(claim, to: step) } catch is ClaimLost {
                return .held
            } catch {
                claim.release()
                throw error
            }
            // One that has ended early goes on to any rung without work.
            guard !folder.hasEnded else {
                claim.end()
                return .done
            }
        }
        switch try work(on: claim, until: job.until) {
        case .ended, .paused: return .done
        case .lost: return .held
        case .interrupted: return .stopped
        }
    }
}

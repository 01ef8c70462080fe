import Foundation

/// Shows on a thread of its own that the holder of a claim lives.
final class Heartbeat: @unchecked Sendable {
    private let condition = NSCondition()
    /// Guarded by `condition`.
    private var isStopped = false

    /// Beats until `stop`, or until the claim is lost.
    init(_ claim: Claim, every interval: TimeInterval) {
        Thread.detachNewThread { [self] in
            condition.lock()
            defer { condition.unlock() }
            while !isStopped {
                _ = condition.wait(until: Date(timeIntervalSinceNow: interval))
                guard !isStopped, claim.beat() else { return }
            }
        }
    }

    func stop() {
        condition.lock()
        isStopped = true
        condition.signal()
        condition.unlock()
    }
}

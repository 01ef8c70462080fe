import Foundation

/// Shows on a thread of its own that the holder of a claim lives.
final class Heartbeat: Sendable {
    private let end = DispatchSemaphore(value: 0)

    /// Beats until `stop`, or until the claim is lost.
    init(_ claim: Claim, every interval: TimeInterval) {
        Thread.detachNewThread { [end] in
            // By the clock that nobody sets: by that of the wall, beats would stay away for as long as
            // it is set back.
            while end.wait(timeout: .now() + interval) == .timedOut, claim.beat() {}
        }
    }

    func stop() { end.signal() }
}

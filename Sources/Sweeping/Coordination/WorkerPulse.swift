/// Feels whether the workers of a coordinator live, by their claims' beats.
///
/// It counts time in which the coordinator was awake, as both are often paused together.
struct WorkerPulse {
    /// What counts of the time between two ticks at most: more means that this process was paused.
    private static let greatestTick = Duration.seconds(1)

    private let clock = AwakeClock()
    private var observer: ClaimObserver
    private var last = ContinuousClock.now

    /// - Parameter patience: Seconds without a beat after which a worker is silent.
    init(patience: Double) {
        observer = ClaimObserver(
            patience: .seconds(patience), now: { [clock] in clock.now })
    }

    /// Time goes on; to be called often.
    mutating func tick() {
        let now = ContinuousClock.now
        clock.now += min(now - last, Self.greatestTick)
        last = now
    }

    /// Whether a trial is claimed by a process of this machine that no longer beats, though it has
    /// not ended. Nobody is taken for silent whose claim cannot be read at this moment.
    mutating func isSilent(_ process: Int32, _ trial: TrialFolder) -> Bool {
        guard let claim = (try? ClaimFiles(trial).latest())?.content, !claim.isReleased,
            claim.holder.process == process, !claim.holder.isDead
        else { return false }
        return (try? observer.claimableGeneration(of: trial)) != nil
    }

    /// Shared with the observer's closure, on the coordinator's thread alone.
    private final class AwakeClock {
        var now = ContinuousClock.now
    }
}

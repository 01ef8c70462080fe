/// Judges by its own clock whether the claims of others are alive.
///
/// A claim whose content has not changed for the length of `patience`, as this observer has seen
/// it, is stale. No time stamp is ever compared, so hosts with different clocks can share a
/// directory.
package struct ClaimObserver {
    private struct Sighting {
        let claim: ClaimFiles.Claim
        let since: ContinuousClock.Instant
    }

    private let patience: Duration
    private let now: () -> ContinuousClock.Instant
    private var sightings: [String: Sighting] = [:]

    /// - Parameter now: the clock, for tests.
    package init(
        patience: Duration, now: @escaping () -> ContinuousClock.Instant = { .now }
    ) {
        self.patience = patience
        self.now = now
    }

    /// The generation after which the trial may be claimed; nil while somebody holds it.
    ///
    /// - Throws: `FileError` where the system does not say.
    package mutating func claimableGeneration(of folder: TrialFolder) throws -> Int? {
        guard let claim = try ClaimFiles(folder).latest() else { return 0 }
        if let content = claim.content, content.isReleased || content.holder.isDead {
            return claim.generation
        }
        let seen = sightings[folder.id]
        guard let seen, seen.claim == claim else {
            sightings[folder.id] = Sighting(claim: claim, since: now())
            return nil
        }
        return now() - seen.since >= patience ? claim.generation : nil
    }

    /// Forgets a trial that has ended.
    package mutating func forget(_ id: String) { sightings[id] = nil }
}

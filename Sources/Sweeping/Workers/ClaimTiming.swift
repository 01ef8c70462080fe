import Foundation

/// How claims are kept alive, and when they are given up.
package struct ClaimTiming: Hashable, Sendable {
    /// Seconds between two signs of life of a holder.
    package var beatInterval = 2.0
    /// Seconds without a sign of life, as an observer has seen it, after which a claim is stale.
    package var patience = 30.0
    /// Seconds between two looks at trials that others hold.
    package var pollInterval = 0.2
    /// Seconds after which trials that others hold are looked at anew, while there is other work.
    package var lookInterval = 5.0
    /// Seconds for which a holder trusts its last look at its claim.
    package var checkInterval = 0.1
    /// Seconds without a step, a batch of an evaluation or another sign of progress after which a
    /// trial hangs.
    package var hangPatience = 1800.0

    /// Beats every 2 seconds, patience of 30; a trial hangs after half an hour.
    package init() {}

    /// The times that the variables `VARIA_CLAIM_PATIENCE` and `VARIA_HANG_SECONDS` give, in seconds.
    /// All workers of a sweep should have the same patience.
    ///
    /// - Throws: `SweepError.badEnvironment` for what is no number above 0.
    package init(environment: [String: String]) throws(SweepError) {
        self.init()
        if let patience = try Self.seconds("VARIA_CLAIM_PATIENCE", environment) {
            beatInterval *= patience / self.patience
            self.patience = patience
        }
        hangPatience = try Self.seconds("VARIA_HANG_SECONDS", environment) ?? hangPatience
    }

    private static func seconds(
        _ name: String, _ environment: [String: String]
    ) throws(SweepError) -> Double? {
        guard let text = environment[name] else { return nil }
        guard let seconds = Double(text), seconds > 0, seconds.isFinite else {
            throw .badEnvironment(name: name, found: text, expected: "seconds above 0")
        }
        return seconds
    }
}

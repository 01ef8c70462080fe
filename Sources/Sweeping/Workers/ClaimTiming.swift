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

    /// Beats every 2 seconds, patience of 30.
    package init() {}
}

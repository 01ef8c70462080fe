import Foundation
package import Transformer

/// How claims are kept alive, and when they are given up.
package struct ClaimTiming: Hashable, Sendable {
    /// Seconds between two signs of life of a holder.
    package var beatInterval = 2.0
    /// Seconds without a sign of life, as an observer has seen it, after which a claim is stale.
    package var patience = 30.0
    /// Seconds between two looks at trials that others hold.
    package var pollInterval = 0.2
    /// Seconds for which a holder trusts its last look at its claim.
    package var checkInterval = 0.1

    /// Beats every 2 seconds, patience of 30.
    package init() {}

    /// As an environment asks for: `VARIA_CLAIM_PATIENCE` is the patience in seconds, of which the
    /// interval between beats stays a fifteenth.
    ///
    /// - Throws: `ConfigurationError` where it is no number of seconds.
    package init(environment: [String: String]) throws(ConfigurationError) {
        self.init()
        guard let text = environment[Self.patienceName] else { return }
        guard let seconds = Double(text), Self.possiblePatience.contains(seconds) else {
            throw ConfigurationError(
                source: "environment", path: Self.patienceName,
                problem: .impossible(
                    found: JSONValue.string(text).description,
                    expected: "a number of seconds from \(Self.possiblePatience.lowerBound) to "
                        + "\(Self.possiblePatience.upperBound)"))
        }
        beatInterval *= seconds / patience
        patience = seconds
    }

    private static let patienceName = "VARIA_CLAIM_PATIENCE"
    private static let possiblePatience = 0.1...86_400
}

/// How often a trial has taken its process down, and what it said last.
package struct TrialFailure: Hashable, Sendable, Codable {
    /// Times in a row that its process was killed without an evaluation in between.
    package struct Kills: Hashable, Sendable, Codable {
        package var count: Int
        /// The evaluations that the trial had made at the last of them.
        package var evaluations: Int
    }

    package var crashes: Int
    /// Nil where its process was never killed.
    package var kills: Kills?
    /// The message of the error, or the last lines of the log.
    package var message: String
    /// Whether the trial is given up.
    package var isFinal: Bool

    /// Nothing has happened, unless said otherwise.
    package init(
        crashes: Int = 0, kills: Kills? = nil, message: String = "", isFinal: Bool = false
    ) {
        self.crashes = crashes
        self.kills = kills
        self.message = message
        self.isFinal = isFinal
    }

    /// Counts a kill of a trial that has made so many evaluations; those before an evaluation that
    /// is new no longer count.
    mutating func countKill(evaluations: Int) {
        let earlier = kills.map { $0.evaluations != evaluations ? 0 : $0.count } ?? 0
        kills = Kills(count: earlier + 1, evaluations: evaluations)
    }
}

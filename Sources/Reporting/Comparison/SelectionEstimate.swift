/// How much better the best of many configurations looks than it is.
///
/// The least of many means is low partly by luck. The best configuration is chosen on all seeds but
/// one and measured on that one, each seed in turn; the mean of what is measured owes nothing to
/// having been chosen (cross-validation of the choice itself: Varma and Simon 2006, "Bias in error
/// estimation when using cross-validation for model selection"). It is the loss to expect of a
/// choice on one seed fewer, and so errs on the careful side.
package struct SelectionEstimate: Hashable, Sendable {
    /// How many configurations with a finished trial there are.
    package let configurationCount: Int
    /// How many of them have finished all the seeds that most have, so that the best is chosen
    /// among them.
    package let comparedCount: Int
    /// Those seeds.
    package let seedCount: Int
    /// The name of the best one.
    package let best: String
    /// Its mean loss over those seeds, in nats per token.
    package let loss: Double
    /// The mean loss on seeds that did not choose; nil with one seed, which must do both.
    package let honestLoss: Double?

    /// By how much the loss of the best is too low.
    package var optimism: Double? { honestLoss.map { $0 - loss } }

    /// - Parameter configurations: The losses of each by seed.
    /// - Returns: Nil with fewer than two configurations to choose from.
    init?(_ configurations: [(name: String, losses: [UInt64: Double])]) {
        let finished = configurations.filter { !$0.losses.isEmpty }
        let sets = finished.reduce(into: [Set<UInt64>: Int]()) { sets, one in
            sets[Set(one.losses.keys), default: 0] += 1
        }
        // The set of most of them, and of equally many the largest.
        let common = sets.max { a, b in
            (a.value, a.key.count, b.key.min() ?? 0) < (b.value, b.key.count, a.key.min() ?? 0)
        }
        let seeds = (common?.key ?? []).sorted()
        let whole = finished.filter { one in seeds.allSatisfy { one.losses[$0] != nil } }
        guard whole.count > 1, !seeds.isEmpty else { return nil }
        let losses = whole.map { one in seeds.compactMap { one.losses[$0] } }
        func best(without left: Int?) -> Int {
            let means = losses.map { values in
                Statistics.mean(values.indices.filter { $0 != left }.map { values[$0] })
            }
            return means.indices.min { means[$0] < means[$1] } ?? 0
        }
        let chosen = best(without: nil)
        configurationCount = finished.count
        comparedCount = whole.count
        seedCount = seeds.count
        self.best = whole[chosen].name
        loss = Statistics.mean(losses[chosen])
        honestLoss =
            seeds.count > 1
            ? Statistics.mean(seeds.indices.map { losses[best(without: $0)][$0] }) : nil
    }
}

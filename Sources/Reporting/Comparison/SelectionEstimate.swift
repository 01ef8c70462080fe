/// How much better the best of many configurations looks than it is.
///
/// The least of many means is low partly by luck. The best configuration is chosen on all seeds but
/// one and measured on that one, each seed in turn; the mean of what is measured owes nothing to
/// having been chosen (cross-validation of the choice itself: Varma and Simon 2006, "Bias in error
/// estimation when using cross-validation for model selection"). It is the loss to expect of a
/// choice on one seed fewer, and so errs on the careful side.
package struct SelectionEstimate: Hashable, Sendable, Codable {
    /// How many configurations the best was chosen from.
    package let configurationCount: Int
    /// How many were left out, as not every seed has finished.
    package let leftOutCount: Int
    /// The seeds that each of them has finished.
    package let seedCount: Int
    /// The name of the best one.
    package let best: String
    /// Its mean loss over all seeds, in nats per token.
    package let loss: Double
    /// The mean loss on seeds that did not choose.
    package let honestLoss: Double

    /// By how much the loss of the best is too low.
    package var optimism: Double { honestLoss - loss }

    /// - Parameter configurations: The losses of each by seed.
    /// - Returns: Nil with fewer than two configurations or seeds.
    init?(_ configurations: [(name: String, losses: [UInt64: Double])]) {
        let seeds = Set(configurations.flatMap(\.losses.keys)).sorted()
        let whole = configurations.filter { $0.losses.count == seeds.count }
        guard whole.count > 1, seeds.count > 1 else { return nil }
        let losses = whole.map { one in seeds.compactMap { one.losses[$0] } }
        func best(without left: Int?) -> Int {
            let means = losses.map { values in
                Statistics.mean(values.indices.filter { $0 != left }.map { values[$0] })
            }
            return means.indices.min { means[$0] < means[$1] } ?? 0
        }
        let chosen = best(without: nil)
        configurationCount = whole.count
        leftOutCount = configurations.count - whole.count
        seedCount = seeds.count
        self.best = whole[chosen].name
        loss = Statistics.mean(losses[chosen])
        honestLoss = Statistics.mean(seeds.indices.map { losses[best(without: $0)][$0] })
    }
}

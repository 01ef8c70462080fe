@testable import Reporting

/// What many simulated sweeps have found.
struct SimulationTally {
    var sweeps = 0
    /// Sweeps in which some comparison without a difference was `better` or `worse`.
    var falseFamilies = 0
    var comparisons = 0
    /// Intervals that hold the true difference.
    var covered = 0
    var verdicts: [String: Int] = [:]
    /// Verdicts of the wrong sign.
    var wrongSigns = 0
    /// Numbers of seeds that the pooled deviation predicts.
    var predictions: [Int] = []

    /// Plays so many sweeps, all of the same kind.
    ///
    /// - Parameter margin: In nats; predictions are by this margin too.
    init(_ kind: SimulatedSweep, count: Int, margin: Double, seed: UInt64) {
        var random = NormalNumbers(seed: seed)
        for _ in 0..<count {
            let found = SimulatedSweep.comparisons(
                kind.losses(&random), seeds: kind.seeds, isUnpaired: kind.isUnpaired,
                margin: margin)
            add(found, kind, margin: margin)
        }
    }

    private mutating func add(
        _ found: [Comparison], _ kind: SimulatedSweep, margin: Double
    ) {
        sweeps += 1
        var isFalse = false
        for (comparison, truth) in zip(found, kind.differences) {
            guard let test = comparison.test else { continue }
            comparisons += 1
            if abs(test.difference - truth) <= test.halfWidth { covered += 1 }
            verdicts[comparison.verdict.name, default: 0] += 1
            switch comparison.verdict {
            case .better: if truth >= 0 { wrongSigns += 1 }
            case .worse: if truth <= 0 { wrongSigns += 1 }
            default: break
            }
            let isFinding = comparison.verdict == .better || comparison.verdict == .worse
            isFalse = isFalse || (truth == 0 && isFinding)
        }
        if isFalse { falseFamilies += 1 }
        if let deviation = Comparison.pooledDeviation(found.compactMap(\.test)),
            let seeds = Statistics.seedsNeeded(
                deviation: deviation, margin: margin, samples: kind.isUnpaired ? 2 : 1)
        {
            predictions.append(seeds)
        }
    }

    var familyRate: Double { Double(falseFamilies) / Double(sweeps) }
    var coverage: Double { Double(covered) / Double(comparisons) }

    func share(_ verdict: String) -> Double {
        Double(verdicts[verdict] ?? 0) / Double(comparisons)
    }

    var medianPrediction: Int {
        predictions.isEmpty ? 0 : predictions.sorted()[predictions.count / 2]
    }
}

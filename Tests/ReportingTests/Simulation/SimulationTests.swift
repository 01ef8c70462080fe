import Foundation
import Testing

@testable import Reporting

/// Whether verdicts keep their promises, on sweeps whose truth is known. `VARIA_SIMULATIONS=20000`
/// plays so many of each kind and prints the tables of Results/statistics; without it a few hundred
/// of each must come out as they should, within what so few can tell.
@Suite("Simulated sweeps", .serialized)
struct SimulationTests {
    private static let requested = ProcessInfo.processInfo.environment["VARIA_SIMULATIONS"]
        .flatMap { Int($0) }
    private static let count = requested ?? 400
    private static let correlations = [0, 0.5, 0.9]
    private static let seedCounts = Array(3...10)

    /// Four standard errors of a share, for the number of independent draws it is of.
    private func error(_ share: Double, _ count: Int) -> Double {
        4 * (share * (1 - share) / Double(count)).squareRoot()
    }

    /// What few sweeps may miss a bound by; nothing where there are as many as were asked for.
    private func allowance(_ share: Double, _ count: Int) -> Double {
        Self.requested == nil ? error(share, count) : 0
    }

    /// Different numbers for every kind of sweep, the same each time.
    private func randomSeed(_ test: Int, _ correlation: Double, _ seeds: Int) -> UInt64 {
        UInt64(test * 1_000_000 + Int(1000 * correlation) * 100 + seeds)
    }

    private func report(_ columns: Any...) {
        guard Self.requested != nil else { return }
        print("| " + columns.map { "\($0)" }.joined(separator: " | ") + " |")
    }

    private func percent(_ share: Double) -> String { String(format: "%.2f%%", 100 * share) }

    /// With the usual margin, whose verdict of equivalence comes first, and with one so narrow that
    /// nothing is equivalent, which is the harder case.
    @Test(
        "without a difference, at most 5.5% of sweeps find one, and intervals cover 94 to 96%",
        arguments: [false, true])
    func nothing(isUnpaired: Bool) {
        for correlation in isUnpaired ? [0] : Self.correlations {
            for seeds in Self.seedCounts {
                let kind = SimulatedSweep(
                    differences: Array(repeating: 0, count: 6), seeds: seeds,
                    correlation: correlation, isUnpaired: isUnpaired)
                let random = randomSeed(isUnpaired ? 1 : 2, correlation, seeds)
                let usual = SimulationTally(kind, count: Self.count, margin: 0.01, seed: random)
                let narrow = SimulationTally(
                    kind, count: Self.count, margin: 1e-6, seed: random + 50)
                report(
                    isUnpaired ? "unpaired" : "\(correlation)", seeds,
                    percent(usual.familyRate), percent(narrow.familyRate),
                    percent(usual.coverage), percent(usual.share("equivalent")))
                let most = 0.055 + allowance(0.055, Self.count)
                #expect(usual.familyRate <= most && narrow.familyRate <= most)
                let slack = allowance(0.05, 2 * Self.count)
                // Welch's intervals are a little too wide for a handful of seeds.
                let most95 = isUnpaired ? 0.97 : 0.96
                #expect((0.94 - slack...most95 + slack).contains(usual.coverage))
            }
        }
    }

    @Test("a true difference is never small and equivalent, hardly ever of the wrong sign")
    func differences() {
        for difference in [0.005, 0.01, 0.02, 0.05] {
            for correlation in Self.correlations {
                for seeds in [3, 5, 10] {
                    let kind = SimulatedSweep(
                        differences: Array(repeating: difference, count: 6), seeds: seeds,
                        correlation: correlation)
                    let tally = SimulationTally(
                        kind, count: Self.count, margin: 0.01,
                        seed: randomSeed(Int(3 + 1000 * difference), correlation, seeds))
                    report(
                        difference, correlation, seeds, percent(tally.share("worse")),
                        percent(tally.share("equivalent")), percent(tally.share("undecided")),
                        percent(Double(tally.wrongSigns) / Double(tally.comparisons)),
                        percent(tally.coverage))
                    let slack = allowance(0.05, 2 * Self.count)
                    #expect(abs(tally.coverage - 0.95) <= 0.01 + slack)
                    #expect(tally.wrongSigns <= tally.comparisons / 200)
                    // A difference of more than ten times the deviation is found.
                    if difference == 0.05, seeds > 3 || correlation > 0 {
                        #expect(tally.share("worse") > 0.99)
                    }
                    // At the margin or beyond, 2.5% is what the interval's one side lets through.
                    guard difference >= 0.01 else { continue }
                    #expect(tally.share("equivalent") <= 0.03 + slack)
                }
            }
        }
    }

    @Test("the median prediction of seeds is right within 30% from 20 degrees of freedom on")
    func predictions() throws {
        for margin in [0.01, 0.005, 0.003, 0.002] {
            for correlation in Self.correlations {
                for seeds in Self.seedCounts where 6 * (seeds - 1) >= 20 {
                    let kind = SimulatedSweep(
                        differences: Array(repeating: 0, count: 6), seeds: seeds,
                        correlation: correlation)
                    let tally = SimulationTally(
                        kind, count: Self.count, margin: margin,
                        seed: randomSeed(Int(100 + 1000 * margin), correlation, seeds))
                    let truth = try #require(
                        Statistics.seedsNeeded(deviation: kind.deviation, margin: margin))
                    let ratio = Double(tally.medianPrediction) / Double(truth)
                    if seeds == 5 {
                        report(margin, correlation, 24, truth, tally.medianPrediction)
                    }
                    #expect(abs(ratio - 1) <= 0.3)
                }
            }
        }
    }

    /// With a margin so narrow that nothing is equivalent, which would end the looking.
    @Test("looking again with one more seed finds more that is not there, as the table says")
    func looks() throws {
        let kind = SimulatedSweep(
            differences: Array(repeating: 0, count: 6), seeds: 9, correlation: 0.5)
        var random = NormalNumbers(seed: 5)
        var found = [Int](repeating: 0, count: 8)
        for _ in 0..<Self.count {
            let losses = kind.losses(&random)
            var isFound = false
            for look in found.indices {
                let comparisons = SimulatedSweep.comparisons(losses, seeds: 2 + look, margin: 1e-6)
                isFound =
                    isFound || comparisons.contains { [.better, .worse].contains($0.verdict) }
                if isFound { found[look] += 1 }
            }
        }
        for (index, count) in found.enumerated() {
            let rate = Double(count) / Double(Self.count)
            report(index + 1, percent(rate))
            let stated = try #require(LookInflation.rate(looks: index + 1))
            #expect(abs(rate - stated) <= error(stated, Self.count))
        }
    }
}

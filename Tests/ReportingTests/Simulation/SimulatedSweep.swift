import Foundation

@testable import Reporting

/// Sweeps whose truth is known: losses are a true mean and the noise of seeds, a part of which the
/// trials of one seed share.
struct SimulatedSweep {
    /// The true difference of each comparison from its baseline, in nats.
    var differences: [Double]
    /// How many comparisons share a baseline's trials, as the variants of one cell do.
    var comparisonsPerCell = 3
    var seeds: Int
    /// The standard deviation of a trial's loss over seeds.
    var noise = 0.004
    /// How much the losses of two trials of the same seed go together.
    var correlation: Double
    /// Whether the baseline has seeds of its own.
    var isUnpaired = false

    /// The true deviation of a difference at one seed.
    var deviation: Double { noise * (2 * (1 - (isUnpaired ? 0 : correlation))).squareRoot() }

    /// What each comparison of one such sweep would see, by seed.
    func losses(_ random: inout NormalNumbers) -> [(own: [Double], baseline: [Double])] {
        var result: [(own: [Double], baseline: [Double])] = []
        for start in stride(from: 0, to: differences.count, by: comparisonsPerCell) {
            let cell = differences[start..<min(differences.count, start + comparisonsPerCell)]
            let shared = (0..<seeds).map { _ in random.next() }
            let others = isUnpaired ? (0..<seeds).map { _ in random.next() } : shared
            func trials(_ shared: [Double], _ difference: Double) -> [Double] {
                shared.map {
                    let own = (1 - correlation).squareRoot() * random.next()
                    return 1.47 + difference + noise * (correlation.squareRoot() * $0 + own)
                }
            }
            let baseline = trials(others, 0)
            for difference in cell { result.append((trials(shared, difference), baseline)) }
        }
        return result
    }

    /// The table's comparisons, as they stand after the first so many seeds.
    static func comparisons(
        _ losses: [(own: [Double], baseline: [Double])], seeds: Int, isUnpaired: Bool = false,
        margin: Double
    ) -> [Comparison] {
        func side(_ losses: [Double], from first: Int) -> Comparison.Side {
            let numbered = losses.prefix(seeds).enumerated().map { (UInt64(first + $0), $1) }
            return Comparison.Side(
                losses: Dictionary(uniqueKeysWithValues: numbered), seeds: Set(numbered.map(\.0)))
        }
        return Comparison.judge(
            losses.map { own, baseline in
                Comparison.Draft(
                    side(own, from: 1), baseline: side(baseline, from: isUnpaired ? 1000 : 1))
            }, margin: margin)
    }
}

/// Numbers of the standard normal distribution, the same for the same seed: SplitMix64 and the
/// transform of Box and Muller.
struct NormalNumbers {
    private var state: UInt64
    private var spare: Double?

    init(seed: UInt64) { state = seed }

    mutating func next() -> Double {
        if let spare {
            self.spare = nil
            return spare
        }
        let radius = (-2 * log(uniform())).squareRoot()
        let angle = 2 * Double.pi * uniform()
        spare = radius * sin(angle)
        return radius * cos(angle)
    }

    /// Above 0, and at most 1.
    private mutating func uniform() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return (Double((z ^ (z >> 31)) >> 11) + 1) * 0x1p-53
    }
}

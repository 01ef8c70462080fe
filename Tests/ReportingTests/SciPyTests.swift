import Foundation
import Testing

@testable import Reporting

/// Figures of other programs, made by SciPy/figures.py.
private struct Figures: Decodable {
    struct Tail: Decodable { let df, t, p: Double }
    struct Quantile: Decodable { let df, probability, t: Double }
    struct Samples: Decodable {
        let a, b: [Double]
        let df, p, halfWidth: Double
    }
    struct SignedRank: Decodable {
        let differences: [Double]
        let p: Double
    }
    struct ChiSquared: Decodable {
        let df: Int
        let probability, x: Double
    }
    struct Holm: Decodable { let p, adjusted: [Double] }
    struct Effects: Decodable {
        let factors: [[Int]]
        let values, shares: [Double]
        let explained: Double
    }
    struct Ranks: Decodable { let values, ranks: [Double] }

    let tails: [Tail]
    let quantiles: [Quantile]
    let paired, unpaired: [Samples]
    let signedRanks: [SignedRank]
    let chiSquared: [ChiSquared]
    let holm: [Holm]
    let effects: [Effects]
    let ranks: [Ranks]
}

@Suite("Statistics against SciPy")
struct SciPyTests {
    private let figures: Figures

    init() throws {
        let file = try #require(
            Bundle.module.url(forResource: "figures", withExtension: "json", subdirectory: "SciPy"))
        figures = try JSONDecoder().decode(Figures.self, from: try Data(contentsOf: file))
        let counts = [
            figures.tails.count, figures.quantiles.count, figures.paired.count,
            figures.unpaired.count, figures.signedRanks.count, figures.chiSquared.count,
            figures.holm.count, figures.effects.count, figures.ranks.count,
        ]
        try #require(counts == [54, 36, 5, 5, 12, 30, 4, 2, 3])
    }

    /// Equal to so many parts of the expected value.
    private func agree(_ found: Double, _ expected: Double, within part: Double = 1e-9) -> Bool {
        abs(found - expected) <= part * max(abs(expected), 1e-12)
    }

    @Test("tails of Student's t, also for degrees of freedom between whole numbers")
    func tails() {
        for figure in figures.tails {
            let found = StudentDistribution(degreesOfFreedom: figure.df).twoSidedP(figure.t)
            #expect(agree(found, figure.p), "df \(figure.df), t \(figure.t)")
        }
    }

    @Test("quantiles of Student's t, and the critical values that are kept")
    func quantiles() {
        for figure in figures.quantiles {
            let student = StudentDistribution(degreesOfFreedom: figure.df)
            #expect(agree(student.quantile(figure.probability), figure.t))
            if figure.probability == 0.975 { #expect(agree(student.criticalValue, figure.t)) }
        }
    }

    @Test("the paired t test and its interval")
    func paired() throws {
        for figure in figures.paired {
            let test = try #require(TTest(paired: zip(figure.a, figure.b).map { $0 - $1 }))
            #expect(test.degreesOfFreedom == figure.df)
            #expect(agree(test.p, figure.p) && agree(test.halfWidth, figure.halfWidth))
        }
    }

    @Test("Welch's t test and its interval")
    func unpaired() throws {
        for figure in figures.unpaired {
            let test = try #require(TTest(unpaired: figure.a, figure.b))
            #expect(agree(test.degreesOfFreedom, figure.df))
            #expect(agree(test.p, figure.p) && agree(test.halfWidth, figure.halfWidth))
        }
    }

    @Test("the signed-rank test: exact, with ties and zeros, and beyond fifty differences")
    func signedRanks() {
        for figure in figures.signedRanks {
            #expect(agree(SignedRankTest(figure.differences).p, figure.p))
        }
    }

    @Test("quantiles of chi squared")
    func chiSquared() {
        for figure in figures.chiSquared {
            let found = ChiSquaredDistribution(degreesOfFreedom: figure.df)
                .quantile(figure.probability)
            #expect(agree(found, figure.x, within: 1e-8))
        }
    }

    @Test("Holm's adjustment (statsmodels)")
    func holm() {
        for figure in figures.holm {
            let found = Statistics.holmAdjusted(figure.p, family: figure.p.count)
            #expect(
                found.count == figure.adjusted.count
                    && zip(found, figure.adjusted).allSatisfy { agree($0, $1) })
        }
    }

    @Test("what factors explain, by least squares (NumPy)")
    func effects() throws {
        for figure in figures.effects {
            let effects = try #require(MainEffects(factors: figure.factors, values: figure.values))
            #expect(agree(effects.explained, figure.explained))
            #expect(effects.shares.count == figure.shares.count)
            #expect(zip(effects.shares, figure.shares).allSatisfy { abs($0 - $1) < 1e-9 })
        }
    }

    @Test("ranks with ties")
    func ranks() {
        for figure in figures.ranks {
            #expect(Statistics.ranks(figure.values) == figure.ranks)
        }
    }
}

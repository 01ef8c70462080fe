import Reporting
import Testing

@Suite("Student's t distribution")
struct StudentDistributionTests {
    /// scipy.stats.t.ppf of SciPy 1.17, at 0.9, 0.975, 0.995 and 0.9995.
    static let figures: [(degrees: Double, quantiles: [Double])] = [
        (1, [3.0776835371752544, 12.706204736174694, 63.656741162871526, 636.6192487687897]),
        (2, [1.8856180831641272, 4.302652729749462, 9.924843200918287, 31.599054576445365]),
        (3, [1.637744353696209, 3.1824463052837078, 5.840909309733355, 12.923978636687961]),
        (4, [1.533206274058944, 2.7764451051977934, 4.604094871349992, 8.610301581379522]),
        (5, [1.4758840488244815, 2.5705818356363146, 4.032142983555228, 6.868826625881276]),
        (9, [1.3830287383966329, 2.262157162798205, 3.249835541592126, 4.780912585931217]),
        (29, [1.311433647301551, 2.045229642132703, 2.756385903670605, 3.6594050194663748]),
        (100, [1.290074761346516, 1.9839715185235518, 2.6258905214380173, 3.390491311164263]),
        (1000, [1.2823987214609247, 1.9623390808264083, 2.580754698065951, 3.300282648423944]),
    ]

    @Test("quantiles equal SciPy's to nine digits", arguments: figures)
    func quantiles(_ figure: (degrees: Double, quantiles: [Double])) {
        let distribution = StudentDistribution(degreesOfFreedom: figure.degrees)
        for (probability, expected) in zip([0.9, 0.975, 0.995, 0.9995], figure.quantiles) {
            let found = distribution.quantile(probability)
            #expect(abs(found - expected) < 1e-9 * expected)
        }
    }

    @Test("one degree of freedom is Cauchy's distribution, whose quantiles are tangents")
    func cauchy() {
        let distribution = StudentDistribution(degreesOfFreedom: 1)
        #expect(abs(distribution.quantile(0.75) - 1) < 1e-12)
        #expect(abs(distribution.quantile(0.25) + 1) < 1e-12)
        #expect(distribution.quantile(0.5) < 1e-9)
    }

    @Test("a quantile's upper tail is the probability that it was asked for")
    func inverse() {
        for degrees in [1, 2, 7, 40, 3000] as [Double] {
            let distribution = StudentDistribution(degreesOfFreedom: degrees)
            for probability in [0.51, 0.6, 0.9, 0.99, 0.9999] {
                let tail = distribution.upperTail(distribution.quantile(probability))
                #expect(abs(tail - (1 - probability)) < 1e-10)
            }
        }
    }
}

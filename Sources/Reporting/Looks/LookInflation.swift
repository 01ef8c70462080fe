/// What looking at verdicts, adding seeds and looking again does to the rate of false findings.
package enum LookInflation {
    /// By the number of looks from 1 on: in how many of 20,000 simulated sweeps without any
    /// difference some comparison was `better` or `worse` at one look or another. Sweeps of six
    /// comparisons, two seeds at the first look and one more at each further, correlation 0.5
    /// within pairs; Results/statistics has the simulation.
    private static let rates: [Double] = [
        0.050, 0.093, 0.126, 0.151, 0.171, 0.189, 0.202, 0.215,
    ]

    /// The most looks that were simulated.
    package static var greatestCount: Int { rates.count }

    /// The share of sweeps without any difference in which something false is found.
    ///
    /// - Returns: For more looks than were simulated the rate of as many as were; nil for none.
    package static func rate(looks: Int) -> Double? {
        guard looks > 0 else { return nil }
        return rates[min(looks, rates.count) - 1]
    }
}

/// Student's t test of whether a mean difference is 0, with the 95% confidence interval that belongs
/// to it.
package struct TTest: Hashable, Sendable {
    /// The mean difference.
    package let difference: Double
    /// Of the difference that one more pair of values would have: its standard deviation.
    package let deviation: Double
    package let degreesOfFreedom: Double
    /// Half the width of the 95% confidence interval of the mean difference.
    package let halfWidth: Double
    /// The two-sided p-value; where nothing varies, 1 for no difference and 0 for any.
    package let p: Double

    /// The test on pairs, by their differences, with n - 1 degrees of freedom; nil with fewer than
    /// two pairs.
    package init?(paired differences: [Double]) {
        guard let deviation = Statistics.sampleDeviation(differences) else { return nil }
        let count = Double(differences.count)
        self.init(
            difference: Statistics.mean(differences), deviation: deviation,
            standardError: deviation / count.squareRoot(), degreesOfFreedom: count - 1)
    }

    /// Welch's test of `a` against `b`, which share no pairs and may vary by different amounts, with
    /// the degrees of freedom of Satterthwaite (Welch 1947, "The generalization of Student's
    /// problem when several different population variances are involved"); nil where one of them has
    /// fewer than two values.
    package init?(unpaired a: [Double], _ b: [Double]) {
        guard let deviationA = Statistics.sampleDeviation(a),
            let deviationB = Statistics.sampleDeviation(b)
        else { return nil }
        let varianceA = deviationA * deviationA / Double(a.count)
        let varianceB = deviationB * deviationB / Double(b.count)
        let variance = varianceA + varianceB
        let parts =
            varianceA * varianceA / Double(a.count - 1)
            + varianceB * varianceB / Double(b.count - 1)
        self.init(
            difference: Statistics.mean(a) - Statistics.mean(b),
            deviation: (deviationA * deviationA + deviationB * deviationB).squareRoot(),
            standardError: variance.squareRoot(),
            // Where nothing varies the formula is 0 / 0.
            degreesOfFreedom: parts > 0
                ? max(1, variance * variance / parts) : Double(a.count + b.count - 2))
    }

    private init(
        difference: Double, deviation: Double, standardError: Double, degreesOfFreedom: Double
    ) {
        let student = StudentDistribution(degreesOfFreedom: degreesOfFreedom)
        self.difference = difference
        self.deviation = deviation
        self.degreesOfFreedom = degreesOfFreedom
        halfWidth = student.criticalValue * standardError
        p =
            standardError > 0
            ? student.twoSidedP(difference / standardError) : difference == 0 ? 1 : 0
    }
}

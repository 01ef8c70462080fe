import Foundation

/// y = factor x^exponent, fitted to measurements by least squares of the logarithms.
package struct PowerLaw: Hashable, Sendable, Codable {
    package let exponent: Double
    /// R^2: the share of the variance of log y that the law explains; 1 where y does not vary.
    package let rSquared: Double

    /// Nil with fewer than two different x, or where a value is not positive.
    package init?(_ points: [(x: Double, y: Double)]) {
        guard points.allSatisfy({ $0.x > 0 && $0.y > 0 }), !points.isEmpty else { return nil }
        let logarithms = points.map { (x: log($0.x), y: log($0.y)) }
        let meanX = Statistics.mean(logarithms.map(\.x))
        let meanY = Statistics.mean(logarithms.map(\.y))
        var xx = 0.0
        var xy = 0.0
        var yy = 0.0
        for point in logarithms {
            xx += (point.x - meanX) * (point.x - meanX)
            xy += (point.x - meanX) * (point.y - meanY)
            yy += (point.y - meanY) * (point.y - meanY)
        }
        guard xx > 0 else { return nil }
        exponent = xy / xx
        // Equal values may differ from their mean by a rounding.
        rSquared = yy > 1e-20 ? xy * xy / (xx * yy) : 1
    }
}

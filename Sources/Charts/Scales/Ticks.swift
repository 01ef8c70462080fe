import Foundation

/// Round numbers within an extent, at which an axis has its marks.
enum Ticks {
    /// At most so many, from the least on; two or more wherever the count allows.
    static func of(_ extent: Extent, atMost count: Int) -> [Double] {
        let count = max(2, count)
        guard extent.kind == .logarithmic else { return linear(extent, count) }
        let decades = log10(extent.upper / extent.lower)
        // Within less than some five times, round differences read better than powers of ten.
        if decades < 0.7 { return linear(extent, count) }
        for digits in [[1.0, 2, 3, 4, 5, 6, 8], [1, 2, 3, 5], [1, 2, 5], [1, 3], [1]] {
            let ticks = powers(extent, digits, every: 1)
            if ticks.count <= count, ticks.count >= 2 { return ticks }
        }
        for every in 2..<40 {
            let ticks = powers(extent, [1], every: every)
            if ticks.count <= count, ticks.count >= 2 { return ticks }
        }
        return linear(extent, count)
    }

    /// Multiples of 1, 2, 2.5 or 5 times a power of ten.
    private static func linear(_ extent: Extent, _ count: Int) -> [Double] {
        let rough = (extent.upper - extent.lower) / Double(count)
        guard rough > 0, rough.isFinite else { return [] }
        var power = pow(10, log10(rough).rounded(.down))
        while true {
            for factor in [1.0, 2, 2.5, 5] where factor * power >= rough * 0.999 {
                let step = factor * power
                let first = (extent.lower / step - 1e-9).rounded(.up)
                let last = (extent.upper / step + 1e-9).rounded(.down)
                guard abs(first) < 1e15, last - first < Double(count) else { continue }
                let ticks = stride(from: first, through: last, by: 1).map { $0 * step }
                return ticks.map { $0 == 0 ? 0 : $0 }
            }
            power *= 10
            guard power < 1e300, power < 1e3 * rough else { return [] }
        }
    }

    private static func powers(
        _ extent: Extent, _ digits: [Double], every: Int
    ) -> [Double] {
        let first = Int(log10(extent.lower).rounded(.down))
        let last = Int(log10(extent.upper).rounded(.up))
        guard last - first < 700 else { return [] }
        var ticks: [Double] = []
        for exponent in first...last where exponent % every == 0 {
            for digit in digits {
                let tick = digit * pow(10, Double(exponent))
                let isInside =
                    tick >= extent.lower * (1 - 1e-9) && tick <= extent.upper * (1 + 1e-9)
                if isInside { ticks.append(tick) }
            }
        }
        return ticks
    }
}

/// Looks for the multiple of a step at which a cost is nearest to the one wanted.
///
/// Costs grow with width, mostly: the search walks from a first guess towards the cost in strides
/// that double, halves the interval in which it is crossed, and then looks at the widths around, as
/// roundings and the vectors of a processor may make a wider model cheaper than a narrower one.
/// It takes a number of costs that is logarithmic in the distance.
struct WidthSearch {
    /// What widths are multiples of.
    let step: Int
    /// The greatest width.
    let largest: Int
    /// How many accepted widths on each side of the crossing are looked at.
    let neighborhood: Int

    /// A width in a row of refused ones is looked for so far away, in steps.
    private static let reach = 128

    /// The width whose cost is nearest to the one wanted; of equally near ones the smaller.
    ///
    /// - Parameters:
    ///   - guess: A width to begin at.
    ///   - ratio: The cost at a width over the one wanted; nil for a width that cannot be.
    /// - Returns: Nil where no width around the guess can be.
    func best(from guess: Int, ratio: (Int) throws -> Double?) rethrows -> Int? {
        var known: [Int: Double?] = [:]
        /// The ratio at a number of steps.
        func cost(_ count: Int) throws -> Double? {
            if let found = known[count] { return found }
            let found = try ratio(count * step)
            known[count] = .some(found)
            return found
        }
        let counts = 1...max(1, largest / step)
        /// The accepted number of steps that is nearest to one, among some.
        func accepted(_ count: Int, in range: ClosedRange<Int>) throws -> Int? {
            for distance in 0...Self.reach {
                for near in [count - distance, count + distance] where range.contains(near) {
                    if try cost(near) != nil { return near }
                }
            }
            return nil
        }

        let first = min(max((guess + step / 2) / step, counts.lowerBound), counts.upperBound)
        guard let start = try accepted(first, in: counts), let costOfStart = try cost(start) else {
            return nil
        }
        let isDear = costOfStart > 1
        // The last count on this side of the cost wanted, and the first on the other, if there is.
        var near = start
        var far: Int?
        var stride = 1
        while far == nil {
            let next = isDear ? near - stride : near + stride
            let range =
                isDear ? 1...max(1, near - 1) : (near + 1)...max(near + 1, counts.upperBound)
            guard near != (isDear ? counts.lowerBound : counts.upperBound),
                let count = try accepted(
                    min(max(next, range.lowerBound), range.upperBound), in: range),
                let found = try cost(count)
            else { break }
            if (found > 1) == isDear { near = count } else { far = count }
            stride *= 2
        }
        while let other = far, abs(other - near) > 1 {
            let range = (min(near, other) + 1)...(max(near, other) - 1)
            guard let middle = try accepted((near + other) / 2, in: range),
                let found = try cost(middle)
            else { break }
            if (found > 1) == isDear { near = middle } else { far = middle }
        }
        for end in Set([near, far ?? near]) {
            var (below, above) = (end, end)
            for _ in 0..<neighborhood {
                if below > 1, let next = try accepted(below - 1, in: 1...(below - 1)) {
                    below = next
                }
                if above < counts.upperBound,
                    let next = try accepted(above + 1, in: (above + 1)...counts.upperBound)
                {
                    above = next
                }
            }
        }
        return Self.nearest(known).map { $0 * step }
    }

    private static func nearest(_ known: [Int: Double?]) -> Int? {
        known.compactMap { count, ratio in ratio.map { (miss: abs($0 - 1), count: count) } }
            .min { ($0.miss, $0.count) < ($1.miss, $1.count) }?.count
    }
}

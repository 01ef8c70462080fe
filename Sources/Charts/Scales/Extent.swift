/// What an axis reaches over: from the least to the greatest of its values.
struct Extent: Hashable, Sendable {
    let lower: Double
    let upper: Double
    let kind: Scale.Kind

    /// Of the values that the axis can show; nil where there is none.
    ///
    /// - Parameters:
    ///   - padding: How far it reaches beyond the values, as a share of their distance. One value
    ///     alone stands in the middle.
    init?(_ values: some Sequence<Double>, kind: Scale.Kind = .linear, padding: Double = 0.04) {
        var least = Double.infinity
        var greatest = -Double.infinity
        for value in values where kind.shows(value) {
            least = min(least, value)
            greatest = max(greatest, value)
        }
        guard least <= greatest else { return nil }
        self.kind = kind
        switch kind {
        case .linear:
            let distance = greatest - least
            // So near each other that the axis could not tell them apart.
            let isPoint = distance <= 1e-9 * max(abs(least), abs(greatest))
            let margin = isPoint ? max(abs(least) * 0.1, 1e-9) : distance * padding
            let room = isPoint && least == 0 && greatest == 0 ? 1 : margin
            lower = max(least - room, -.greatestFiniteMagnitude)
            upper = min(greatest + room, .greatestFiniteMagnitude)
        case .logarithmic:
            let ratio = greatest / least
            let factor = ratio < 1 + 1e-9 ? 1.5 : Scale.power(ratio, padding)
            lower = max(least / factor, .leastNormalMagnitude)
            upper = min(greatest * factor, .greatestFiniteMagnitude)
        }
    }

    /// From one end to the other, which must lie above it.
    init(_ lower: Double, _ upper: Double, kind: Scale.Kind = .linear) {
        precondition(lower < upper && (kind == .linear || lower > 0))
        self.lower = lower
        self.upper = upper
        self.kind = kind
    }

    /// Down to zero, or up to it, where it is linear.
    var reachingZero: Extent {
        guard kind == .linear else { return self }
        if lower > 0 { return Extent(0, upper) }
        return upper < 0 ? Extent(lower, 0) : self
    }
}

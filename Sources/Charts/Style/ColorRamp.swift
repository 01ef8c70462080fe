/// The fill of a heat map's cells, the same on light and on dark pages, as each cell has its own
/// number on it.
package enum ColorRamp: Hashable, Sendable {
    /// From the least value, which is pale, to the greatest.
    case sequential
    /// White at a center; blue below and orange above.
    case diverging(center: Double)

    /// The fill of a value among those between two ends, and the color in which text is read best
    /// on it.
    func colors(
        of value: Double, from least: Double, to greatest: Double
    ) -> (fill: RGB, text: RGB) {
        let fill =
            switch self {
            case .sequential:
                Self.blend(
                    Self.sequentialStops,
                    greatest > least ? (value - least) / (greatest - least) : 0.5)
            case .diverging(let center):
                Self.blend(Self.divergingStops, Self.side(value, center, least, greatest))
            }
        // Pure black: of no darker gray would every fill be read at 4.5 to 1.
        let (dark, light) = (RGB(0x000000), RGB(0xFFFFFF))
        return (fill, fill.contrast(with: dark) >= fill.contrast(with: light) ? dark : light)
    }

    /// 0.5 at the center, both sides stretched alike.
    private static func side(
        _ value: Double, _ center: Double, _ least: Double, _ greatest: Double
    ) -> Double {
        let reach = max(greatest - center, center - least)
        return reach > 0 ? 0.5 + (value - center) / (2 * reach) : 0.5
    }

    private static let sequentialStops: [RGB] = [
        RGB(0xF3F7FB), RGB(0xC3DAEE), RGB(0x7FB3D8), RGB(0x3B86BD), RGB(0x0B4F8A),
    ]
    private static let divergingStops: [RGB] = [
        RGB(0x0B5C98), RGB(0x76B0D8), RGB(0xF7F7F5), RGB(0xEDA26D), RGB(0xA94408),
    ]

    private static func blend(_ stops: [RGB], _ share: Double) -> RGB {
        // Of values whose distance is beyond all numbers nothing can be said.
        let known = share.isFinite ? min(max(share, 0), 1) : 0.5
        let place = known * Double(stops.count - 1)
        let index = min(Int(place), stops.count - 2)
        return stops[index].mixed(with: stops[index + 1], place - Double(index))
    }
}

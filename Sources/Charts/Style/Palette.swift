/// The colors of charts, for a light page or a dark one.
///
/// The hues of series are those of Okabe and Ito (2008), which people with any color vision tell
/// apart, made darker or lighter until each stands out from its page by 3 to 1 or more.
package struct Palette: Hashable, Sendable {
    /// Behind the charts.
    package let page: RGB
    /// Titles and what matters.
    package let ink: RGB
    /// Axes' titles, numbers and remarks.
    package let muted: RGB
    /// Lines of the grid.
    package let grid: RGB
    /// The first is for what others are compared with; the others for these, in turn.
    package let series: [RGB]
    /// From the best value to the worst, for lines of which there are many.
    package let ranks: [RGB]
    /// Of a difference that is good, bad, none, and open.
    package let better, worse, equivalent, undecided: RGB

    /// For a light page.
    package static let light = Palette(
        page: RGB(0xFFFFFF), ink: RGB(0x1C1F23), muted: RGB(0x59616B), grid: RGB(0xE4E7EB),
        series: [0x3B424B, 0x0072B2, 0xC8501A, 0x008763, 0xB2458C, 0x9A6B00, 0x5B50C8, 0x7C4A2D]
            .map { RGB($0) },
        ranks: ramp(from: RGB(0x0B3C8C), by: RGB(0x1E8FA8), to: RGB(0xD9B36A)),
        better: RGB(0x006FAD), worse: RGB(0xBC4A12), equivalent: RGB(0x3B424B),
        undecided: RGB(0x6B737D))

    /// For a dark page.
    package static let dark = Palette(
        page: RGB(0x14171B), ink: RGB(0xECEFF3), muted: RGB(0xA4ADB8), grid: RGB(0x2C323A),
        series: [0xC9D1DB, 0x59B4EC, 0xF58D55, 0x3FC79C, 0xE792C6, 0xE3B341, 0xA89EFF, 0xC89C7C]
            .map { RGB($0) },
        ranks: ramp(from: RGB(0xF7E27A), by: RGB(0x3FB8AE), to: RGB(0x3D4A80)),
        better: RGB(0x59B4EC), worse: RGB(0xF58D55), equivalent: RGB(0xC9D1DB),
        undecided: RGB(0x98A1AC))

    /// How many classes of ranks there are.
    static let rankCount = 9

    private static func ramp(from first: RGB, by middle: RGB, to last: RGB) -> [RGB] {
        (0..<rankCount).map { place in
            let share = 2 * Double(place) / Double(rankCount - 1)
            return share <= 1
                ? first.mixed(with: middle, share) : middle.mixed(with: last, share - 1)
        }
    }

    /// The colors as CSS custom properties, one after the other.
    package var properties: String {
        let named: [(String, RGB)] =
            [
                ("page", page), ("ink", ink), ("muted", muted), ("grid", grid),
                ("better", better), ("worse", worse), ("equivalent", equivalent),
                ("undecided", undecided),
            ] + series.enumerated().map { ("s\($0)", $1) }
            + ranks.enumerated().map { ("q\($0)", $1) }
        return named.map { "--\($0):\($1.text);" }.joined()
    }
}

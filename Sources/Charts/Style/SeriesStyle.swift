/// How a series is told from the others of a chart.
package struct SeriesStyle: Hashable, Sendable {
    /// Its place: 0 for what the others are compared with, which is drawn in a neutral color.
    package let index: Int

    package init(_ index: Int) { self.index = index }

    /// The class that sets the color; after the last color the first comes again.
    var colorClass: String {
        let count = Palette.light.series.count
        return "s\(index < count ? max(0, index) : 1 + (index - 1) % (count - 1))"
    }

    /// The class of dashes, for series beyond the last color; empty for the others.
    var dashClass: String {
        switch (index - 1) / (Palette.light.series.count - 1) {
        case ..<1: ""
        case 1: " dashed"
        default: " dotted"
        }
    }
}

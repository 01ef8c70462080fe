/// The `d` attribute of a path along some pixels.
struct PathText {
    private(set) var text = ""
    private var isAtStart = true

    init() {}

    init(_ points: some Sequence<(x: Double, y: Double)>) {
        for point in points { add(point) }
    }

    /// A line to a pixel, or the beginning of a new part.
    mutating func add(_ point: (x: Double, y: Double)) {
        text += isAtStart ? "M" : "L"
        text += Coordinate.text(point.x) + " " + Coordinate.text(point.y)
        isAtStart = false
    }

    /// Where the next pixel begins a new part: a gap.
    mutating func lift() { isAtStart = true }

    /// The path along the points and back along others.
    static func closed(
        _ upper: [(x: Double, y: Double)], _ lower: [(x: Double, y: Double)]
    ) -> String {
        PathText(upper + lower.reversed()).text + "Z"
    }
}

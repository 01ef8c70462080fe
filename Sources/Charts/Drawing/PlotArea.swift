/// The rectangle of a chart with two axes, and where values lie in it.
struct PlotArea {
    let x: Scale
    let y: Scale
    let left, top, right, bottom: Double
    /// Where the numbers of the vertical axis begin.
    private let edge: Double
    private let xAxis, yAxis: Axis
    private let xTicks, yTicks: [Double]

    /// The room below the rectangle that numbers and the axis' title take.
    static let roomBelow = 38.0
    /// The room above it for the title of the vertical axis, which is written across: so it is
    /// read without turning one's head, and takes no width.
    static let roomAbove = 24.0

    /// Lays a rectangle out in a box.
    ///
    /// - Parameters:
    ///   - top: Where the box begins, in pixels.
    ///   - height: Of the rectangle alone.
    init(
        _ xAxis: Axis, over xExtent: Extent, _ yAxis: Axis, over yExtent: Extent,
        left: Double = 0, top: Double, width: Double, height: Double
    ) {
        self.xAxis = xAxis
        self.yAxis = yAxis
        yTicks = Ticks.of(yExtent, atMost: max(3, Int(height / 38)))
        let labels = TickText.labels(yTicks, kind: yExtent.kind)
        let margin = (labels.map { TextWidth.of($0) }.max() ?? 0) + 8
        edge = left
        self.left = left + margin
        self.top = top + Self.roomAbove
        right = left + width - 16
        bottom = self.top + height
        let ticks = Ticks.of(xExtent, atMost: max(2, Int((right - self.left) / 68)))
        xTicks = xAxis.isWhole ? ticks.filter { abs($0 - $0.rounded()) < 1e-9 } : ticks
        x = Scale(extent: xExtent, start: self.left, end: right)
        y = Scale(extent: yExtent, start: bottom, end: self.top)
    }

    /// Grid, numbers and titles.
    var axes: Markup {
        var lines = Markup()
        var texts = Markup()
        for (tick, label) in zip(yTicks, TickText.labels(yTicks, kind: y.extent.kind)) {
            guard let place = y.position(tick) else { continue }
            lines += #"<path class="grid" d="M\#(left) \#(place)H\#(right)"/>"#
            texts += #"<text class="muted end" x="\#(left - 6)" y="\#(place + 4)">\#(label)</text>"#
        }
        for (tick, label) in zip(xTicks, TickText.labels(xTicks, kind: x.extent.kind)) {
            guard let place = x.position(tick) else { continue }
            lines += #"<path class="axis" d="M\#(place) \#(bottom)v4"/>"#
            texts += #"""
                <text class="muted middle" x="\#(place)" y="\#(bottom + 17)">\#(label)</text>
                """#
        }
        return #"""
            \#(lines)<path class="axis" d="M\#(left) \#(bottom)H\#(right)"/>\#(texts)\#
            <text class="muted" x="\#(edge)" y="\#(top - 11)">\#(yAxis.label)</text>\#
            <text class="muted middle" x="\#((left + right) / 2)" \#
            y="\#(bottom + 34)">\#(xAxis.label)</text>
            """#
    }

    /// The pixels of a point; nil where an axis has no place for it.
    func place(_ point: (x: Double, y: Double)) -> (x: Double, y: Double)? {
        guard let x = x.position(point.x), let y = y.clamped(point.y) else { return nil }
        return (x, y)
    }
}

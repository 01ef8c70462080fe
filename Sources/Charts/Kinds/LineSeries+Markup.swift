extension LineSeries {
    /// The band, to be drawn below every curve.
    func bandMarkup(in area: PlotArea) -> Markup {
        var upper: [(x: Double, y: Double)] = []
        var lower: [(x: Double, y: Double)] = []
        for point in points {
            guard let low = point.low, let high = point.high,
                let top = area.place((point.x, high)),
                // On a logarithmic axis a band may reach below zero: then it ends at the edge.
                let x = area.x.position(point.x)
            else { continue }
            upper.append(top)
            lower.append((x, area.y.clamped(low) ?? area.bottom))
        }
        guard upper.count > 1 else { return "" }
        let path = PathText.closed(upper, lower)
        return #"<path class="band \#(style.colorClass)" d="\#(path)"/>"#
    }

    /// The curve with its points.
    func markup(in area: PlotArea, hover: Hover) -> Markup {
        var path = PathText()
        var drawn: [(point: Point, x: Double, y: Double)] = []
        for point in points {
            guard let place = area.place((point.x, point.y)) else {
                path.lift()
                continue
            }
            path.add(place)
            drawn.append((point, place.x, place.y))
        }
        guard !drawn.isEmpty else { return "" }
        let look = isSecondary ? "line thin dashed" : "line\(style.dashClass)"
        // A point alone makes no line.
        let dots =
            drawn.count == 1
            ? [#"<circle class="dot" cx="\#(drawn[0].x)" cy="\#(drawn[0].y)" r="4"/>"# as Markup]
            : []
        switch hover {
        case .tips:
            let tips = drawn.map { tip($0.point) }.joined(separator: "|")
            return #"""
                <g class="\#(style.colorClass)" data-name="\#(name)"><path class="\#(look)" \#
                d="\#(path.text)" data-tips="\#(tips)"/>\#(dots)</g>
                """#
        case .titles:
            let circles = drawn.map { one -> Markup in
                #"""
                <circle class="hit" cx="\#(one.x)" cy="\#(one.y)" r="5">\#
                <title>\#(name): \#(tip(one.point))</title></circle>
                """#
            }
            return #"""
                <g class="\#(style.colorClass)"><path class="\#(look)" d="\#(path.text)"/>\#
                \#(dots)\#(circles)</g>
                """#
        }
    }

    /// As `500: 1.923 (1.91 to 1.94)`.
    private func tip(_ point: Point) -> String {
        let band =
            zip2(point.low, point.high).map {
                " (\(Figure.text($0)) to \(Figure.text($1)))"
            } ?? ""
        return "\(Figure.text(point.x)): \(Figure.text(point.y))\(band)"
    }

    private func zip2(_ a: Double?, _ b: Double?) -> (Double, Double)? {
        guard let a, let b else { return nil }
        return (a, b)
    }
}

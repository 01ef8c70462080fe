/// Places names beside points where they cover neither points nor each other.
struct PointLabels {
    let area: PlotArea
    /// The pixels of all points.
    let obstacles: [(x: Double, y: Double)]
    private var taken: [Box] = []

    private struct Box {
        let left, top, right, bottom: Double

        func overlaps(_ other: Box) -> Bool {
            left < other.right && other.left < right && top < other.bottom && other.top < bottom
        }

        func holds(_ point: (x: Double, y: Double)) -> Bool {
            left - 4 < point.x && point.x < right + 4 && top - 4 < point.y && point.y < bottom + 4
        }
    }

    init(area: PlotArea, obstacles: [(x: Double, y: Double)]) {
        self.area = area
        self.obstacles = obstacles
    }

    /// The name beside its point; nothing where there is no room.
    mutating func label(_ name: String, at point: (x: Double, y: Double)) -> Markup {
        let text = TextWidth.truncated(name, to: 190, size: 11)
        let width = TextWidth.of(text, size: 11)
        let places: [(x: Double, y: Double)] = [
            (point.x + 8, point.y + 15), (point.x - width - 8, point.y + 15),
            (point.x + 8, point.y - 7), (point.x - width - 8, point.y - 7),
            (point.x - width / 2, point.y + 20), (point.x - width / 2, point.y - 11),
        ]
        for place in places {
            let box = Box(
                left: place.x, top: place.y - 10, right: place.x + width, bottom: place.y + 3)
            guard box.left >= area.left, box.right <= area.right + 16, box.top >= area.top - 8,
                box.bottom <= area.bottom, !taken.contains(where: box.overlaps),
                !obstacles.contains(where: box.holds)
            else { continue }
            taken.append(box)
            return #"""
                <text class="halo" font-size="11" x="\#(place.x)" y="\#(place.y)">\#(text)</text>
                """#
        }
        return ""
    }
}

/// Names beside the marks that they belong to, in as many rows as they need.
struct Legend {
    /// What a name's mark looks like.
    enum Mark: Hashable {
        /// With the class of its dashes, which may be empty.
        case line(dashes: String)
        case dot
    }

    struct Item: Hashable {
        let name: String
        let mark: Mark
        /// The classes that set color and dashes.
        let classes: String
    }

    let items: [Item]
    let width: Double

    private static let rowHeight = 19.0
    private static let markWidth = 24.0

    /// Nothing where there is no item.
    var drawing: Drawing {
        var x = 0.0
        var y = 0.0
        var body = Markup()
        for item in items {
            let name = TextWidth.truncated(item.name, to: width - Self.markWidth)
            let needed = Self.markWidth + TextWidth.of(name)
            if x > 0, x + needed > width { (x, y) = (0, y + Self.rowHeight) }
            body += mark(item, x, y + 9)
            body += #"<text x="\#(x + Self.markWidth)" y="\#(y + 13)">\#(name)</text>"#
            x += needed + 16
        }
        return Drawing(
            width: width, height: items.isEmpty ? 0 : y + Self.rowHeight + 3, body: body)
    }

    private func mark(_ item: Item, _ x: Double, _ y: Double) -> Markup {
        switch item.mark {
        case .line(let dashes):
            #"""
            <g class="\#(item.classes)"><path class="line\#(dashes)" d="M\#(x) \#(y)h18"/></g>
            """#
        case .dot:
            #"""
            <g class="\#(item.classes)"><circle class="dot" cx="\#(x + 11)" cy="\#(y)" r="5"/></g>
            """#
        }
    }
}

/// A picture of some figures: pure data, which any of the kinds of charts draws as SVG.
package protocol Chart: Sendable {
    /// What it shows.
    var heading: ChartHeading { get }

    /// Draws everything below the title.
    ///
    /// - Parameters:
    ///   - width: What there is room for, in pixels; a drawing that needs more is wider.
    ///   - hover: How points say their values.
    func drawing(width: Double, hover: Hover) -> Drawing
}

/// What a chart shows, in words.
package struct ChartHeading: Hashable, Sendable {
    /// Above the drawing.
    package let title: String
    /// What is to be seen, with the figures: the text alternative, in whole sentences.
    package let summary: String

    package init(_ title: String, summary: String) {
        self.title = title
        self.summary = summary
    }
}

/// How points say their values where a pointer is on them.
package enum Hover: Hashable, Sendable {
    /// Each by a `<title>` of its own, which every viewer of SVG shows.
    case titles
    /// Each line by an attribute `data-tips` with a text for each of its points, which the script of
    /// a page shows. It takes a tenth of the room.
    case tips
}

/// A drawing whose upper left corner is 0, 0.
package struct Drawing: Sendable {
    /// In pixels.
    let width: Double
    /// In pixels.
    let height: Double
    let body: Markup

    /// The words that stand in the place of a chart that has nothing to draw.
    static func words(_ sentence: String, width: Double) -> Drawing {
        let lines = TextWidth.lines(sentence, width: width)
        let rows = lines.enumerated().map { index, line -> Markup in
            #"<text class="muted" x="0" y="\#(16 + 17 * Double(index))">\#(line)</text>"#
        }
        return Drawing(width: width, height: 8 + 17 * Double(lines.count), body: rows.joined)
    }
}

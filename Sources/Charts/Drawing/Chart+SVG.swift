extension Chart {
    /// The chart within a page that has the rules of `ChartStyle` and the colors of a `Palette`.
    ///
    /// - Parameters:
    ///   - id: Unique in the page: letters, digits and hyphens.
    ///   - width: In pixels; a chart that needs more is wider.
    package func figure(id: String, width: Double) -> Markup {
        svg(id: id, width: width, hover: .tips, style: nil)
    }

    /// The chart as a file: XML that carries its own style, for light and dark viewers.
    package func file(width: Double = 760) -> String {
        let svg = svg(id: "chart", width: width, hover: .titles, style: ChartStyle.standalone)
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg.text + "\n"
    }

    private func svg(id: String, width: Double, hover: Hover, style: String?) -> Markup {
        let inner = drawing(width: width, hover: hover)
        let titles = TextWidth.lines(
            heading.title, width: inner.width, size: ChartStyle.titleSize * 1.13)
        let rows = titles.enumerated().map { index, line -> Markup in
            #"<text class="title" x="0" y="\#(15 + 19 * Double(index))">\#(line)</text>"#
        }
        let top = 10 + 19 * Double(titles.count)
        // A file stands alone before its viewer's background and needs a margin.
        let margin = style == nil ? 0.0 : 16
        let (outer, height) = (inner.width + 2 * margin, top + inner.height + 2 * margin)
        // CDATA, as style sheets have characters that XML reads otherwise.
        let sheet = style.map { Markup(trusted: "<style><![CDATA[\($0)]]></style>") } ?? ""
        // A chart that needs more than its page has is scrolled in its box rather than made smaller.
        let look = inner.width > width ? "chart fixed" : "chart"
        return #"""
            <svg xmlns="http://www.w3.org/2000/svg" class="\#(look)" role="img" \#
            viewBox="\#(-margin) \#(-margin) \#(outer) \#(height)" \#
            width="\#(outer)" height="\#(height)" \#
            aria-labelledby="\#(id)-t \#(id)-d"><title id="\#(id)-t">\#(heading.title)</title>\#
            <desc id="\#(id)-d">\#(heading.summary)</desc>\#(sheet)\#(rows)\#
            <g transform="translate(0 \#(top))">\#(inner.body)</g></svg>
            """#
    }
}

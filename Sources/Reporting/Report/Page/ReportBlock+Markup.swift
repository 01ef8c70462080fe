import Charts

extension ReportBlock {
    /// The width of the page's text, in pixels.
    static let fullWidth = 860.0
    /// That of two figures side by side.
    static let halfWidth = 412.0
    /// That of a phone's screen within the page's margins.
    static let phoneWidth = 350.0

    /// The block as HTML.
    func markup(_ ids: inout FigureIDs) -> Markup {
        switch self {
        case .paragraph(let text): return "<p>\(text)</p>"
        case .markup(let markup): return markup
        case .figure(let figure): return figure.markup(&ids, width: Self.fullWidth)
        case .figures(let figures):
            let drawn = figures.map { $0.markup(&ids, width: Self.halfWidth) }
            return #"<div class="pair">\#(drawn)</div>"#
        case .chooser(let label, let choices): return Self.chooser(label, choices, &ids)
        case .missing(let sentence): return #"<p class="missing">\#(sentence)</p>"#
        }
    }

    private static func chooser(
        _ label: String, _ choices: [Choice], _ ids: inout FigureIDs
    ) -> Markup {
        let id = ids.next()
        let options = choices.enumerated().map { index, choice -> Markup in
            #"<option value="\#(id)-\#(index)">\#(choice.name)</option>"#
        }
        let panels = choices.enumerated().map { index, choice -> Markup in
            let figures = choice.figures.map { $0.markup(&ids, width: fullWidth) }
            let hidden: Markup = index == 0 ? "" : " hidden"
            return #"<div class="panel" id="\#(id)-\#(index)"\#(hidden)>\#(figures)</div>"#
        }
        guard choices.count > 1 else { return panels.joined }
        return #"""
            <div class="chooser"><p class="choose"><label for="\#(id)">\#(label)</label> \#
            <select id="\#(id)">\#(options)</select></p>\#(panels)</div>
            """#
    }
}

extension ReportFigure {
    /// The chart twice, laid out for a wide page and for a phone, of which one is shown; and what it
    /// says, in words.
    func markup(_ ids: inout FigureIDs, width: Double) -> Markup {
        let id = ids.next()
        return #"""
            <figure><div class="plot wide" tabindex="0">\#(chart.figure(id: id, width: width))</div>\#
            <div class="plot narrow" tabindex="0">\#
            \#(chart.figure(id: id + "-n", width: ReportBlock.phoneWidth))</div>\#
            <figcaption>\#(chart.heading.summary)</figcaption></figure>
            """#
    }
}

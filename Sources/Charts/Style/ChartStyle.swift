/// The style sheet of charts.
package enum ChartStyle {
    /// Of text, in pixels.
    static let fontSize = 12.0
    /// Of a chart's title, in pixels.
    static let titleSize = 14.0

    /// The rules, which read the colors from custom properties. A page that shows charts has them
    /// once; a file of one chart has its own.
    package static let rules: String = {
        let series = Palette.light.series.indices.map { ".s\($0){--c:var(--s\($0))}" }
        let ranks = Palette.light.ranks.indices.map { ".q\($0){--c:var(--q\($0))}" }
        let verdicts = ["better", "worse", "equivalent", "undecided"]
            .map { ".v-\($0){--c:var(--\($0))}" }
        return """
            svg.chart{font:\(Coordinate.text(fontSize))px system-ui,-apple-system,"Segoe UI",\
            Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;\
            fill:var(--ink)}
            .chart .title{font-size:\(Coordinate.text(titleSize))px;font-weight:600}
            .chart .muted{fill:var(--muted)}
            .chart .strong{font-weight:600}
            .chart .end{text-anchor:end}
            .chart .middle{text-anchor:middle}
            .chart .grid{stroke:var(--grid);fill:none;stroke-width:1}
            .chart .axis{stroke:var(--muted);fill:none;stroke-width:1}
            .chart .line{stroke:var(--c);fill:none;stroke-width:1.8;stroke-linejoin:round;\
            stroke-linecap:round}
            .chart .thin{stroke-width:1.2;stroke-opacity:.75}
            .chart .dashed{stroke-dasharray:4 3;stroke-linecap:butt}
            .chart .dotted{stroke-dasharray:1.5 3}
            .chart .band{fill:var(--c);fill-opacity:.16;stroke:none}
            .chart .dot{fill:var(--c);stroke:var(--page);stroke-width:1}
            .chart .ring{fill:var(--page);stroke:var(--c);stroke-width:1.6}
            .chart .bar{fill:var(--c);fill-opacity:.85}
            .chart .text{fill:var(--c)}
            .chart .margin{fill:var(--muted);fill-opacity:.12}
            .chart .zero{stroke:var(--ink);stroke-width:1}
            .chart .front{stroke:var(--muted);fill:none;stroke-width:1.2;stroke-dasharray:5 3}
            .chart .trial{stroke:var(--c);fill:none;stroke-width:1.1;stroke-opacity:.6}
            .chart .trial:hover{stroke-width:3;stroke-opacity:1}
            .chart .lost{stroke:var(--muted);fill:none;stroke-width:1;stroke-opacity:.6;\
            stroke-dasharray:2 3}
            .chart .hit{fill:transparent;stroke:none}
            .chart .halo{paint-order:stroke;stroke:var(--page);stroke-width:4px;\
            stroke-linejoin:round}
            \((series + ranks + verdicts).map { ".chart " + $0 }.joined(separator: "\n"))
            """
    }()

    /// What a file of one chart needs: the colors of the viewer's choice, and the rules.
    package static let standalone = """
        svg.chart{\(Palette.light.properties)background:var(--page)}
        @media(prefers-color-scheme:dark){svg.chart{\(Palette.dark.properties)}}
        \(rules)
        """
}

/// Differences with their intervals, one below the other, against zero and the margin within which
/// a difference counts as none.
package struct ForestPlot: Chart {
    package let heading: ChartHeading
    package let axis: Axis
    package let rows: [Row]
    /// Half the width of the shaded margin around zero; nil for none.
    package let margin: Double?

    /// What a difference is found to be, which gives its color.
    package enum Judgement: String, Hashable, Sendable {
        case better, worse, equivalent, undecided
    }

    /// One difference.
    package struct Row: Hashable, Sendable {
        package let name: String
        /// Nil where there is none to be drawn.
        package let difference: Double?
        /// Half the width of its interval; nil where nothing is known of it.
        package let halfWidth: Double?
        package let judgement: Judgement
        /// The figures and the verdict, as they stand beside the mark.
        package let remark: String

        package init(
            _ name: String, difference: Double?, halfWidth: Double?, judgement: Judgement,
            remark: String
        ) {
            self.name = name
            self.difference = difference
            self.halfWidth = halfWidth
            self.judgement = judgement
            self.remark = remark
        }
    }

    package init(_ heading: ChartHeading, axis: Axis, rows: [Row], margin: Double?) {
        self.heading = heading
        self.axis = axis
        self.rows = rows
        self.margin = margin
    }

    package func drawing(width: Double, hover: Hover) -> Drawing {
        let reach = rows.flatMap { row -> [Double] in
            guard let difference = row.difference else { return [] }
            let half = row.halfWidth ?? 0
            return [difference - half, difference, difference + half]
        }
        guard rows.contains(where: { $0.difference?.isFinite == true }),
            let extent = Extent(
                reach + [0] + (margin.map { [-$0, $0] } ?? []), padding: 0.05)
        else {
            return .words("There is no difference to draw yet.", width: width)
        }
        let layout = RowLayout(
            rows: rows.map {
                RowLayout.Words(
                    name: $0.name, remark: $0.remark,
                    classes: "text v-\($0.judgement.rawValue)")
            }, width: width)
        let scale = Scale(extent: extent, start: layout.left, end: layout.right)
        let marks = rows.indices.map { layout.words($0) + mark($0, layout, scale) }
        let body: Markup = #"""
            <g transform="translate(0 22)">\#(shade(layout, scale))\#(layout.axis(axis, scale))\#
            \#(zero(layout, scale))\#(marks)</g>
            """#
        return Drawing(
            width: width, height: 22 + layout.height + RowLayout.roomBelow, body: body)
    }

    private func shade(_ layout: RowLayout, _ scale: Scale) -> Markup {
        guard let margin, margin > 0, let low = scale.clamped(-margin),
            let high = scale.clamped(margin)
        else { return "" }
        return #"""
            <rect class="margin" x="\#(low)" y="0" width="\#(high - low)" height="\#(layout.height)">\#
            <title>margin of equivalence, ±\#(Figure.text(margin))</title></rect>
            """#
    }

    /// The line of no difference, and what lies on its sides.
    private func zero(_ layout: RowLayout, _ scale: Scale) -> Markup {
        guard let zero = scale.position(0) else { return "" }
        let (left, right) = ("← better", "worse →")
        let hasLeft = zero - layout.left > TextWidth.of(left) + 8
        let hasRight = layout.right - zero > TextWidth.of(right) + 8
        return #"""
            <path class="zero" d="M\#(zero) -4V\#(layout.height)"/>\#
            <text class="muted end" x="\#(zero - 7)" y="-9">\#(hasLeft ? left : "")</text>\#
            <text class="muted" x="\#(zero + 7)" y="-9">\#(hasRight ? right : "")</text>
            """#
    }

    private func mark(_ index: Int, _ layout: RowLayout, _ scale: Scale) -> Markup {
        let row = rows[index]
        guard let difference = row.difference, let x = scale.position(difference) else { return "" }
        let y = layout.middle(index)
        let title: Markup = "<title>\(row.name): \(row.remark)</title>"
        guard let half = row.halfWidth, let low = scale.clamped(difference - half),
            let high = scale.clamped(difference + half)
        else {
            return #"""
                <circle class="ring v-\#(row.judgement.rawValue)" cx="\#(x)" cy="\#(y)" r="4">\#
                \#(title)</circle>
                """#
        }
        return #"""
            <g class="v-\#(row.judgement.rawValue)">\#(title)\#
            <path class="line" d="M\#(low) \#(y)H\#(high)M\#(low) \#(y - 4)v8M\#(high) \#(y - 4)v8"/>\#
            <circle class="dot" cx="\#(x)" cy="\#(y)" r="4.5"/></g>
            """#
    }
}

import Charts

/// A table of HTML in a box of its own, which scrolls; its columns can be sorted.
struct ReportTable {
    /// What stands above a column.
    struct Head {
        let title: String
        /// Whether its cells stand on the right.
        let isNumber: Bool

        init(_ title: String, isNumber: Bool = false) {
            self.title = title
            self.isNumber = isNumber
        }
    }

    /// A cell with its words.
    struct Cell {
        let text: String
        /// The classes that give it its look; nil for none.
        let classes: String?

        init(_ text: String, classes: String? = nil) {
            self.text = text
            self.classes = classes
        }
    }

    let caption: String
    let heads: [Head]
    let rows: [[Cell]]
    /// How many of the first columns name the row.
    var namedColumns = 1

    /// The table with its box.
    var markup: Markup {
        let head = heads.map { head -> Markup in
            #"""
            <th scope="col"\#(head.isNumber ? " class=\"n\"" as Markup : "") aria-sort="none">\#
            <button type="button">\#(head.title)</button></th>
            """#
        }
        let body = rows.map { row -> Markup in
            let cells = zip(heads, row).enumerated().map { index, pair in
                cell(pair.1, pair.0, isName: index < namedColumns)
            }
            return "<tr>\(cells)</tr>"
        }
        return #"""
            <div class="box" tabindex="0"><table class="sortable">\#
            <caption class="hidden-text">\#(caption)</caption>\#
            <thead><tr>\#(head)</tr></thead><tbody>\#(body)</tbody></table></div>
            """#
    }

    private func cell(_ cell: Cell, _ head: Head, isName: Bool) -> Markup {
        let classes = [head.isNumber ? "n" : nil, cell.classes].compactMap(\.self)
        let look: Markup = classes.isEmpty ? "" : #" class="\#(classes.joined(separator: " "))""#
        let text = Self.typeset(cell.text)
        return isName
            ? #"<th scope="row"\#(look)>\#(text)</th>"# : "<td\(look)>\(text)</td>"
    }

    /// A dash for nothing, and a minus sign in the place of a hyphen before a number.
    private static func typeset(_ text: String) -> String {
        if text == ResultsColumn.nothing { return "–" }
        let isNegative = text.hasPrefix("-") && text.dropFirst().first?.isNumber == true
        return isNegative ? "−" + text.dropFirst() : text
    }
}

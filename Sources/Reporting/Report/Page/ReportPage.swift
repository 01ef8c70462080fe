import Charts
import Sweeping
import Training

/// The report of a sweep as one HTML file, which needs no other.
package struct ReportPage: Sendable {
    private let report: SweepReport

    /// In their order.
    private let sections: [ReportSection]

    /// Draws everything once, for the page and for the files of its charts.
    package init(_ report: SweepReport) {
        self.report = report
        sections = [
            report.tableSection, report.differenceSection, report.curveSection,
            report.costSection, report.heatMapSection, report.parallelSection,
            report.importanceSection, report.probeSection, report.attentionSection,
            report.positionSection, report.timeSection, report.sampleSection,
            report.noteSection, report.trialSection, report.environmentSection,
        ]
    }

    /// The text of the file.
    package var html: String {
        var ids = FigureIDs()
        let body = sections.map { section -> Markup in
            let blocks = section.blocks.map { $0.markup(&ids) }
            return #"""
                <section id="\#(section.id)" aria-labelledby="\#(section.id)-h">\#
                <h2 id="\#(section.id)-h">\#(section.title)</h2>\#(blocks)</section>

                """#
        }
        let links = sections.map { section -> Markup in
            ##"<li><a href="#\##(section.id)">\##(section.title)</a></li>"##
        }
        let page: Markup = ##"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="generator" content="Varia \##(variaVersion)">
            <title>\##(report.manifest.name): a report of Varia</title>
            <style>\##(Markup(trusted: ReportStyle.sheet))</style>
            <noscript><style>[hidden]{display:block!important}.theme,.choose{display:none}</style></noscript>
            </head><body>
            <a class="skip" href="#results">Skip to the results</a>
            <div class="page">
            <nav aria-label="Sections"><details open><summary>Contents</summary>\##
            <ol>\##(links)</ol></details></nav>
            <main>
            \##(report.header)
            \##(body)
            <footer>Written by Varia \##(variaVersion). This page needs no network and no other file.</footer>
            </main></div>
            <div id="tip" role="presentation" hidden></div>
            <script>\##(Markup(trusted: ReportScript.text))</script>
            </body></html>

            """##
        return page.text
    }

    /// The charts as files of their own: a name with its extension, and the text.
    package var chartFiles: [(name: String, svg: String)] {
        var used: Set<String> = []
        return sections.flatMap(\.blocks).flatMap(\.figures).map { figure in
            var name = figure.name
            var number = 1
            while !used.insert(name).inserted {
                number += 1
                name = "\(figure.name)-\(number)"
            }
            return (name + ".svg", figure.chart.file())
        }
    }
}

/// Numbers the figures of a page, whose parts need names of their own.
struct FigureIDs {
    private var count = 0

    mutating func next() -> String {
        count += 1
        return "figure-\(count)"
    }
}

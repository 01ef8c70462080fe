import Foundation

/// A report as a browser shows it, in a frame of exactly the wanted width: windows of browsers have a
/// least width, which is more than a phone's.
struct OpenedReport: Decodable {
    /// What the script below has found in the page.
    let width: Int
    let scrollWidth: Int
    let sections: [String]
    let emptySections: [String]
    let errors: [String]
    /// Whether each table's rows were in order after its columns' names had been pressed.
    let sorts: [Bool]
    let isDark: Bool
    /// The page's own colors: of its background, and of its text.
    let background: String
    let visibleCharts: Int
    let hiddenCharts: Int
    /// Whether text of the sweep ran as a script.
    let isBroken: Bool
    /// From the beginning of the navigation until the page was loaded and laid out, in milliseconds.
    let milliseconds: Double
    let chooserWorks: Bool
    let themeChanges: Bool
    let tip: String

    private(set) var console: [String] = []

    private enum CodingKeys: String, CodingKey {
        case width, scrollWidth, sections, emptySections, errors, sorts, isDark, background
        case visibleCharts, hiddenCharts, isBroken, milliseconds, chooserWorks, themeChanges, tip
    }

    enum Failure: Error {
        case saidNothing(document: String)
    }

    /// Opens a page.
    ///
    /// - Parameters:
    ///   - folder: Where the copies lie that the test makes.
    ///   - screenshot: Where to keep a picture of the page's whole length; nil for none.
    init(
        _ html: String, in folder: URL, width: Int, isDark: Bool = false, screenshot: URL? = nil
    ) throws {
        let page = folder.appendingPathComponent("page.html")
        let checked = html.replacing("<head>", with: "<head><script>\(Self.watching)</script>")
            .replacing("</body>", with: "<script>\(Self.checking)</script></body>")
        try Data(checked.utf8).write(to: page)
        let frame = folder.appendingPathComponent("frame.html")
        try Data(Self.frame(width: width).utf8).write(to: frame)
        // A busy machine may let the browser give up before the page has said anything.
        var visit = try Chromium.visit(frame, size: (max(width, 520), 900), isDark: isDark)
        for _ in 0..<3 where Self.found(visit) == nil {
            visit = try Chromium.visit(frame, size: (max(width, 520), 900), isDark: isDark)
        }
        guard let found = Self.found(visit) else {
            throw Failure.saidNothing(document: String(visit.document.prefix(2000)))
        }
        let text = found.replacing("&lt;", with: "<").replacing("&gt;", with: ">")
            .replacing("&amp;", with: "&")
        self = try JSONDecoder().decode(OpenedReport.self, from: Data(text.utf8))
        console = visit.console
        if let screenshot {
            try Data(html.utf8).write(to: page)
            try Data(Self.frame(width: width, height: 9000).utf8).write(to: frame)
            _ = try Chromium.visit(
                frame, size: (max(width, 520), 9000), isDark: isDark, screenshot: screenshot)
        }
    }

    /// What the page has told, in the frame around it.
    private static func found(_ visit: Chromium.Visit) -> String? {
        visit.document.firstMatch(of: #/<pre id="found"[^>]*>(.+?)<\/pre>/#).map { String($0.1) }
    }

    private static func frame(width: Int, height: Int = 900) -> String {
        """
        <!DOCTYPE html><html><body style="margin:0"><pre id="found" hidden></pre>
        <iframe src="page.html" style="border:0;width:\(width)px;height:\(height)px"></iframe>
        </body></html>
        """
    }

    /// Keeps what goes wrong from the first line on.
    private static let watching = """
        window.mistakes = [];
        addEventListener('error', event => mistakes.push(String(event.message)));
        addEventListener('unhandledrejection', event => mistakes.push(String(event.reason)));
        console.error = console.warn = (...words) => mistakes.push(words.join(' '));
        """

    /// Looks at the page, uses it, and tells the frame around it. Within the load event, as the
    /// browser is gone soon after.
    private static let checking = """
        addEventListener('load', () => {
        const root = document.documentElement, shown = element => element.getClientRects().length > 0;
        const scrollWidth = root.scrollWidth, milliseconds = performance.now();
        const sections = [...document.querySelectorAll('main section')];
        const charts = [...document.querySelectorAll('figure svg')];
        const colors = getComputedStyle(document.body);
        const found = {
          width: innerWidth, scrollWidth, milliseconds,
          sections: sections.map(section => section.id),
          emptySections: sections.filter(section => section.children.length < 2
            || section.textContent.trim().length < 20).map(section => section.id),
          isDark: matchMedia('(prefers-color-scheme: dark)').matches,
          background: colors.backgroundColor + ' ' + colors.color,
          visibleCharts: charts.filter(shown).length,
          hiddenCharts: charts.filter(chart => !shown(chart)).length,
          isBroken: 'pwned' in window
        };
        found.sorts = [...document.querySelectorAll('table.sortable')].map(table => {
          const heads = [...table.tHead.rows[0].cells];
          const before = [...table.tBodies[0].rows];
          return heads.every((head, index) => {
            const texts = () => [...table.tBodies[0].rows].map(row => row.cells[index].textContent);
            head.querySelector('button').click();
            const up = texts();
            head.querySelector('button').click();
            const down = texts();
            const filled = list => list.filter(text => text !== '–');
            const number = text => parseFloat(text.replace('−', '-').replace(/[,+<]/g, ''));
            const grows = filled(up).every((text, place, all) => place === 0
              || isNaN(number(text)) || / (h|min)/.test(text) || number(all[place - 1]) <= number(text));
            return grows && table.tBodies[0].rows.length === before.length
              && filled(up).length === filled(down).length
              && head.getAttribute('aria-sort') === 'descending'
              && (filled(up).length < 2 || filled(up)[0] === filled(up).at(-1)
                || filled(up)[0] !== filled(down)[0]);
          });
        });
        const chooser = document.querySelector('.chooser');
        found.chooserWorks = !chooser || (() => {
          const select = chooser.querySelector('select');
          select.selectedIndex = 1;
          select.dispatchEvent(new Event('change'));
          return [...chooser.querySelectorAll('.panel')].filter(panel => !panel.hidden)
            .map(panel => panel.id).join() === select.value;
        })();
        const line = [...document.querySelectorAll('[data-tips]')].find(shown);
        found.tip = !line ? '' : (() => {
          const place = /M(-?[\\d.]+) (-?[\\d.]+)/.exec(line.getAttribute('d'));
          const matrix = line.getScreenCTM();
          line.dispatchEvent(new PointerEvent('pointermove', {bubbles: true,
            clientX: matrix.a * place[1] + matrix.e + 2, clientY: matrix.d * place[2] + matrix.f + 2}));
          return document.getElementById('tip').textContent;
        })();
        const button = document.querySelector('.theme');
        const seen = new Set([0, 1, 2].map(() => {
          button.click();
          return getComputedStyle(document.body).backgroundColor;
        }));
        found.themeChanges = seen.size === 2;
        found.errors = mistakes;
        parent.document.getElementById('found').textContent = JSON.stringify(found);
        });
        """
}

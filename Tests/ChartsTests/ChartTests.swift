import Charts
import Testing

@Suite("Charts")
struct ChartTests {
    private static let ordinary = [2.5, 2.0, 1.75, 1.5, 1.25]

    @Test(
        "every chart is XML, whatever its words and its values are",
        arguments: [
            ordinary, [], [1], [0], [0, 0], [-3, -2], [.nan], [.infinity, 1, -.infinity, .nan],
            [1e300, -1e300], [1e-300, 2e-300], [1e-300, 1e300], [1e308, -1e308], [5, 5, 5],
            [1, 1 + 1e-15],
        ])
    func valid(values: [Double]) {
        let words = ["loss", "", "<script>alert(\"&'1'\")</script>", "]]>\u{0}\u{1}\u{FFFE}|🦜 é"]
        for word in words {
            for chart in SampleCharts.all(values, word: word) {
                let file = ParsedSVG(chart.file())
                #expect(file.problem == nil, "\(type(of: chart)) \(values) \(word)")
                let figure = ParsedSVG(chart.figure(id: "a", width: 356).text)
                #expect(figure.problem == nil)
                #expect(!figure.elements.contains { $0.name == "script" })
                #expect(!figure.coordinates.contains { $0.contains("e") })
            }
        }
    }

    @Test("every chart says in words what it shows, and is labelled by them")
    func textAlternative() throws {
        for chart in SampleCharts.all(Self.ordinary, word: "a < b") {
            let parsed = ParsedSVG(chart.figure(id: "c7", width: 500).text)
            let root = try #require(parsed.elements.first)
            #expect(root.name == "svg" && root.attributes["role"] == "img")
            #expect(root.attributes["aria-labelledby"] == "c7-t c7-d")
            let titles = parsed.elements.filter { ["c7-t", "c7-d"].contains($0.attributes["id"]) }
            #expect(titles.map(\.name) == ["title", "desc"])
            #expect(parsed.texts["title"]?.contains("a < b over steps") == true)
            #expect(parsed.texts["desc"] == ["The least is a < b."])
        }
    }

    @Test("axes are named with their units")
    func units() {
        for chart in SampleCharts.all(Self.ordinary, word: "loss") {
            let texts = ParsedSVG(chart.file()).texts["text"] ?? []
            let joined = texts.joined(separator: " ")
            #expect(
                joined.contains("nats per loss") || joined.contains("(tokens"), "\(type(of: chart))"
            )
        }
    }

    @Test("values that cannot be drawn are told in words")
    func nothingToDraw() {
        for values in [[], [Double.nan]] {
            for chart in SampleCharts.all(values) {
                let texts = ParsedSVG(chart.file()).texts["text"] ?? []
                #expect(
                    texts.contains { $0.hasPrefix("There is no") }, "\(type(of: chart)) \(values)")
            }
        }
        let gap = LineChart(
            ChartHeading("a", summary: "b"), x: Axis("step"), y: Axis("loss"),
            series: [
                LineSeries(
                    "s", style: SeriesStyle(1), points: [.init(0, 2), .init(1, .nan), .init(2, 1)])
            ])
        let parsed = ParsedSVG(gap.file())
        #expect(parsed.texts["text"]?.contains("One value is not finite, and not drawn.") == true)
        // The curve has a gap there.
        let curve = parsed.elements.compactMap { $0.attributes["d"] }.first {
            $0.count { $0 == "M" } == 2
        }
        #expect(curve != nil)
    }

    @Test("nothing is drawn beyond the chart's own width")
    func width() throws {
        for width in [300.0, 356, 470, 760, 1200] {
            for chart in SampleCharts.all(Self.ordinary, word: "a rather long name of a thing") {
                let parsed = ParsedSVG(chart.figure(id: "a", width: width).text)
                let root = try #require(parsed.elements.first?.attributes["width"])
                let whole = try #require(Double(root))
                #expect(whole >= width)
                for path in parsed.elements where path.name == "path" || path.name == "circle" {
                    for x in Self.horizontal(path) { #expect((0...whole).contains(x)) }
                }
            }
        }
    }

    /// The horizontal coordinates of a path or a circle.
    private static func horizontal(_ element: ParsedSVG.Element) -> [Double] {
        if let x = element.attributes["cx"] { return [Double(x) ?? .nan] }
        let path = element.attributes["d"] ?? ""
        return path.matches(of: #/[MLH](-?[\d.]+)/#).map { Double($0.1) ?? .nan }
    }

    @Test("coordinates have one decimal at most, so that a report of many charts stays small")
    func size() {
        let values = (0..<500).map { 2 + 1 / Double($0 + 3) }
        for chart in SampleCharts.all(values) {
            let figure = chart.figure(id: "a", width: 760).text
            let long = ParsedSVG(figure).coordinates.filter {
                ($0.split(separator: ".").dropFirst().first?.count ?? 0) > 1
            }
            #expect(long.isEmpty)
            #expect(figure.utf8.count < 400_000, "\(type(of: chart)) \(figure.utf8.count)")
        }
    }

    @Test("a file says each value where a pointer is on its point; a page has them once a line")
    func hovering() {
        let chart = LineChart(
            ChartHeading("a", summary: "b"), x: Axis("step"), y: Axis("loss"),
            series: [
                LineSeries(
                    "soft", style: SeriesStyle(1),
                    points: [.init(250, 1.92345, low: 1.9, high: 1.95), .init(500, 1.5)])
            ])
        let titles = ParsedSVG(chart.file()).texts["title"] ?? []
        #expect(titles.contains("soft: 250: 1.9235 (1.9 to 1.95)"))
        #expect(titles.contains("soft: 500: 1.5"))
        let figure = ParsedSVG(chart.figure(id: "a", width: 400).text)
        let tips = figure.elements.compactMap { $0.attributes["data-tips"] }
        #expect(tips == ["250: 1.9235 (1.9 to 1.95)|500: 1.5"])
    }
}

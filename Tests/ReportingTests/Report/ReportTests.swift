import Charts
import Foundation
@testable import Reporting
import Sweeping
import TestSupport
import Testing
import Training
import Transformer

@Suite("Report")
struct ReportTests {
    /// The report of a folder that a test describes.
    static func report(
        of sweep: SweepFolder, in root: URL, baseline: String? = nil, isAnalyzed: Bool = true
    ) throws -> SweepReport {
        let analyses = try sweep.write(to: root)
        let results = try SweepResults.read(root)
        return SweepReport(
            results, table: try ResultsTable(results, baseline: baseline),
            analyses: isAnalyzed ? analyses : [], folder: "Results/sample",
            madeAt: Date(timeIntervalSince1970: 1_700_000_000))
    }

    private static func html(
        of sweep: SweepFolder, baseline: String? = nil, isAnalyzed: Bool = true
    ) throws -> String {
        try TemporaryFolder.with { folder in
            let report = try report(
                of: sweep, in: folder, baseline: baseline, isAnalyzed: isAnalyzed)
            return ReportPage(report).html
        }
    }

    static let sections = [
        "results", "differences", "curves", "cost", "maps", "coordinates", "importance", "probes",
        "attention", "positions", "times", "samples", "notes", "trials", "environment",
    ]

    @Test("a page has every section, whatever there is of the sweep")
    func sections() throws {
        var pending = SweepFolder()
        for index in 0..<48 { pending.misfortunes[index] = .pending }
        var one = SweepFolder(variants: ["standard"], heads: [2], layers: [2], seeds: [1])
        one.baseline = nil
        var lost = SweepFolder()
        for index in 0..<48 { lost.misfortunes[index] = index % 2 == 0 ? .failed : .diverged }
        var running = SweepFolder()
        for index in 20..<48 { running.misfortunes[index] = index == 20 ? .running : .pending }
        var clone = SweepFolder()
        clone.hasFolders = false
        for sweep in [SweepFolder(), pending, one, lost, running, clone] {
            let page = try Self.html(of: sweep, isAnalyzed: sweep.hasFolders)
            let found = page.matches(of: #/<section id="([a-z]+)"/#).map { String($0.1) }
            #expect(found == Self.sections)
            for id in Self.sections { #expect(page.contains("href=\"#\(id)\"")) }
        }
    }

    @Test("what is not there is said, with what would make it")
    func missing() throws {
        var clone = SweepFolder()
        clone.hasFolders = false
        clone.baseline = nil
        let page = try Self.html(of: clone, isAnalyzed: false)
        #expect(page.contains("hold no <code>metrics.jsonl</code>"))
        #expect(page.contains("No trained weights of this sweep have been analyzed"))
        #expect(page.contains("<code>varia report DIR --baseline V</code>"))
        let chosen = try Self.html(of: clone, baseline: "soft-window", isAnalyzed: false)
        #expect(chosen.contains("Validation loss less that of soft-window"))
    }

    @Test("a trial that diverged has not the lowest loss, however low it was on the way")
    func diverged() throws {
        var sweep = SweepFolder()
        sweep.misfortunes = [11: .diverged]
        try TemporaryFolder.with { folder in
            let report = try Self.report(of: sweep, in: folder)
            let finished = report.trials.filter { $0.status == .finished }
            let losses = finished.compactMap { $0.outcome?.bestValidationLoss }
            let lowest = try #require(losses.min())
            #expect(report.trials.contains { ($0.outcome?.bestValidationLoss ?? 9) < lowest })
            #expect(
                ReportPage(report).html.contains(
                    "The lowest loss is \(NumberText.loss(lowest)), of"))
        }
    }

    @Test("a copy without the trials' folders has no chart of nothing")
    func copies() throws {
        var clone = SweepFolder()
        clone.hasFolders = false
        let page = try Self.html(of: clone, isAnalyzed: false)
        #expect(page.contains("or hold no <code>metrics.jsonl</code>"))
        #expect(!page.contains("There is nothing to draw"))
    }

    @Test("the page says in its first sentences what was found")
    func headline() throws {
        let page = try Self.html(of: SweepFolder())
        let finding = try #require(page.firstMatch(of: #/<div class="finding">(.+?)<\/div>/#)).1
        #expect(finding.contains("Against standard: soft-window is better in 4 of 4 cells"))
        #expect(finding.contains("no-residual is worse in 4 of 4 cells"))
        #expect(finding.contains("The lowest mean validation loss is"))
        var pending = SweepFolder(seeds: [1])
        for index in 0..<16 { pending.misfortunes[index] = .pending }
        #expect(
            try Self.html(of: pending).contains(
                "No trial of this sweep has finished yet (0/16, 16 pending)."))
    }

    @Test("nothing that a sweep brings along breaks out of the page")
    func escaping() throws {
        var sweep = SweepFolder(variants: ["standard", "</script><img src=x onerror=pwned=1>"])
        sweep.name = "\"><script>window.pwned = 1</script>"
        sweep.misfortunes[3] = .failed
        let page = try Self.html(of: sweep)
        #expect(!page.contains("<img"))
        #expect(page.matches(of: #/<script/#).count == 1)
        #expect(!page.contains("<b>host</b>") && page.contains("&lt;b&gt;host&lt;/b&gt;"))
        // Everything is in the page itself.
        #expect(page.firstMatch(of: #/(src|href)="(http|\/\/|file)/#) == nil)
        #expect(!page.contains("@import") && !page.contains("url("))
    }

    @Test(
        "a cell's analyses are those of its finished trials, and each variant has a look of its own"
    )
    func lookups() throws {
        try TemporaryFolder.with { folder in
            let report = try Self.report(of: SweepFolder(), in: folder)
            var found = 0
            for cell in report.cells {
                let ids = Set(cell.finished.map(\.id))
                let analyses = report.analyses(of: cell)
                #expect(analyses == report.analyses.filter { ids.contains($0.id) })
                found += analyses.count
            }
            #expect(found == report.analyses.count && found > 0)
            let others = report.variants.filter { $0 != report.table.baseline }
            #expect(others.map { report.style(of: $0).index } == Array(1...others.count))
            #expect(report.style(of: report.table.baseline ?? "") == SeriesStyle(0))
        }
    }

    @Test("a trial's damaged file is told in the report, which has all others")
    func damage() throws {
        try TemporaryFolder.with { folder in
            try SweepFolder().write(to: folder)
            let trial = SweepDirectory(folder).trial("0000000000000002")
            try Data("{\"step\": 0,\n".utf8).write(to: trial.metrics)
            let results = try SweepResults.read(folder)
            let report = SweepReport(
                results, table: try ResultsTable(results), analyses: [], folder: "a")
            #expect(report.problems.count == 1)
            #expect(report.problems.first?.contains("metrics.jsonl") == true)
            #expect(report.evaluations.count == 47)
            #expect(ReportPage(report).html.contains("0000000000000002/metrics.jsonl"))
        }
    }

    @Test("curves are means over seeds, as far as all of them go, and differences are paired")
    func curves() throws {
        let first: [(step: Int, value: Double?)] = [(0, 4), (10, 2), (20, 1)]
        let second: [(step: Int, value: Double?)] = [(0, 5), (10, 4), (20, nil), (30, 0)]
        let curve = CurveOverSeeds([first, second, []])
        #expect(curve.points.map(\.x) == [0, 10])
        #expect(curve.points.map(\.y) == [4.5, 3])
        #expect(curve.points.map(\.low) == [4, 2] && curve.points.map(\.high) == [5, 4])
        #expect(CurveOverSeeds([first]).points.allSatisfy { $0.low == nil })
        try TemporaryFolder.with { folder in
            let report = try Self.report(of: SweepFolder(), in: folder)
            let baseline = try #require(report.cells.first { $0.isBaseline })
            let other = try #require(
                report.cells.first {
                    $0.row.variant == "soft-window" && $0.shared == baseline.shared
                })
            let last = try #require(report.differenceCurve(of: other, from: baseline).points.last)
            let difference = try #require(other.row.difference)
            #expect(abs(last.y - difference.mean) < 1e-9)
        }
    }

    @Test("every chart of the page is a file too, under a name of its own")
    func files() throws {
        try TemporaryFolder.with { folder in
            let files = ReportPage(try Self.report(of: SweepFolder(), in: folder)).chartFiles
            #expect(files.count > 20)
            #expect(Set(files.map(\.name)).count == files.count)
            #expect(files.allSatisfy { $0.name.firstMatch(of: #/^[a-z0-9-]+\.svg$/#) != nil })
            #expect(files.allSatisfy { $0.svg.contains("<desc") && $0.svg.contains("<style>") })
            let names = files.map(\.name)
            for name in ["differences.svg", "all-trials.svg", "importance.svg"] {
                #expect(names.contains(name))
            }
        }
    }

    @Test("the JSON has every figure, and says its format")
    func json() throws {
        try TemporaryFolder.with { folder in
            let report = try Self.report(of: SweepFolder(), in: folder)
            let data = try report.json()
            let content = try #require(
                try JSONSerialization.jsonObject(with: data) as? [String: Any])
            #expect(content["format"] as? Int == 1)
            #expect((content["trials"] as? [Any])?.count == 48)
            #expect((content["evaluations"] as? [String: [Any]])?["0000000000000000"]?.count == 13)
            #expect((content["analyses"] as? [Any])?.count == 48)
            #expect((content["probes"] as? [Any])?.count == 4)
            let table = try #require(content["table"] as? [String: Any])
            #expect((table["rows"] as? [Any])?.count == 16)
        }
    }

    @Test("the command to run the sweep again is one line, whatever the sweep is called")
    func command() throws {
        var sweep = SweepFolder(variants: ["standard"], heads: [2], layers: [2], seeds: [1])
        sweep.name = "--my sweep; rm -rf '$HOME'"
        let page = try Self.html(of: sweep)
        #expect(
            page.contains(
                "varia sweep my-sweep--rm--rf---HOME-.json5 --out Results/my-sweep--rm--rf---HOME-")
        )
    }
}

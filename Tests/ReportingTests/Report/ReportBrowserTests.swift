import Foundation
import Reporting
import Sweeping
import TestSupport
import Testing

/// Reports in a real browser.
@Suite(
    "Report in a browser",
    .enabled(if: Chromium.isWanted, "Chromium is not installed here"), .serialized)
struct ReportBrowserTests {
    /// Where pictures of the pages are kept; nil for nowhere.
    private static let screenshots = ProcessInfo.processInfo.environment["VARIA_SCREENSHOTS"]
        .map { URL(fileURLWithPath: $0, isDirectory: true) }

    @Test(
        "a report can be read and used at a desk and on a phone, in light and in dark",
        arguments: [1280, 390], [false, true])
    func everywhere(width: Int, isDark: Bool) throws {
        try TemporaryFolder.with { folder in
            var sweep = SweepFolder()
            sweep.misfortunes = [11: .failed, 23: .diverged, 35: .running]
            let report = try ReportTests.report(of: sweep, in: folder.appendingPathComponent("s"))
            let picture = Self.screenshots ?? folder
            try FileManager.default.createDirectory(at: picture, withIntermediateDirectories: true)
            let file = picture.appendingPathComponent(
                "report-\(width)-\(isDark ? "dark" : "light").png")
            let opened = try OpenedReport(
                ReportPage(report).html, in: folder, width: width, isDark: isDark,
                screenshot: file)
            #expect(opened.width == width)
            #expect(opened.scrollWidth <= width, "the page is wider than its window")
            #expect(opened.sections == ReportTests.sections)
            #expect(opened.emptySections.isEmpty)
            #expect(opened.errors.isEmpty && opened.console.isEmpty)
            #expect(opened.sorts.count >= 2 && opened.sorts.allSatisfy { $0 }, "\(opened.sorts)")
            #expect(opened.isDark == isDark)
            #expect(
                opened.background
                    == (isDark
                        ? "rgb(20, 23, 27) rgb(236, 239, 243)"
                        : "rgb(255, 255, 255) rgb(28, 31, 35)"))
            #expect(opened.visibleCharts > 15 && opened.visibleCharts < opened.hiddenCharts)
            #expect(opened.chooserWorks && opened.themeChanges && !opened.isBroken)
            #expect(
                opened.tip.firstMatch(of: #/^[a-z, -]+, [0-9]+: [0-9.]+ \([0-9.]+ to [0-9.]+\)$/#)
                    != nil)
            #expect(try Data(contentsOf: file).count > 50_000)
        }
    }

    @Test("the report of 500 trials is below 5 MB, and opens within two seconds")
    func large() throws {
        try TemporaryFolder.with { folder in
            var sweep = SweepFolder(heads: [1, 2, 4, 8, 16], layers: [1, 2, 3, 4, 6])
            sweep.seeds = [1, 2, 3, 4, 5]
            sweep.evaluationCount = 40
            let root = folder.appendingPathComponent("s")
            let analyses = try sweep.write(to: root)
            #expect(analyses.count == 500)
            let report = try ReportTests.report(of: sweep, in: root)
            let html = ReportPage(report).html
            #expect(html.utf8.count < 5_000_000, "\(html.utf8.count)")
            let opened = try OpenedReport(html, in: folder, width: 1280)
            // Other tests run at the same time: the least of some times is the page's own.
            var times = [opened.milliseconds]
            while let least = times.min(), least >= 2000, times.count < 5 {
                times.append(try OpenedReport(html, in: folder, width: 1280).milliseconds)
            }
            #expect(times.contains { $0 < 2000 }, "\(times) ms")
            #expect(opened.errors.isEmpty && opened.console.isEmpty)
            #expect(opened.sections == ReportTests.sections)
        }
    }
}

import Foundation
import Reporting
import Runtime
import Sweeping
import Training

/// `varia report`: a sweep's results as a page that explains itself.
enum ReportCommand: Command {
    private static let out = CommandOption(
        "--out", "FILE", isPath: true,
        "The page to write (default: report.html in the sweep's folder)")
    private static let charts = CommandOption(
        "--charts", "FOLDER", isPath: true,
        "Also write every chart as an SVG file there")
    private static let data = CommandOption(
        "--data", "FILE", isPath: true,
        "Also write every figure of the report there, as JSON")
    private static let analyze = CommandOption(
        "--analyze", "T",
        "Which trials' weights are looked into first: best (default), the variants,\n"
            + "cases and seeds of the cell with the best mean loss; all; or none")

    static let usage = CommandUsage(
        "report", summary: "Write a sweep's results as one HTML page with charts",
        details: """
            The page needs no network and no other file. It is written whole, and can be made while
            the sweep runs.
            """,
        operands: [Operand("DIR", "The sweep's folder, such as Results/quickstart")],
        options: [out, charts, data, .baseline, .margin, analyze, .all, .threads])

    static func run(_ arguments: Arguments, in context: CommandContext) throws -> ExitStatus {
        let name = arguments.operands[0]
        let results = try arguments.results()
        let choice = try arguments.choice(analyze, as: AnalysisChoice.self) ?? .best
        let chartsFolder = try arguments.folder(charts)
        let plain = try arguments.table(of: results)
        let console = context.console
        if choice != .none {
            _ = try SweepAnalysis(
                results.directory, catalogue: context.catalogue,
                pool: ThreadPool(threads: arguments.threads()), report: console.message
            ).run(choice)
        }
        let table = context.counted(plain, in: results.directory)
        let analyses = try results.analyses { console.message($0) }
        let report = SweepReport(results, table: table, analyses: analyses, folder: name)
        report.problems.forEach { console.message($0) }
        let page = ReportPage(report)
        let file =
            arguments.value(out).map { URL(fileURLWithPath: $0) }
            ?? results.directory.report
        try AtomicFile.write([Data(page.html.utf8)], to: file)
        if let chartsFolder { try write(page.chartFiles, into: chartsFolder) }
        if let file = arguments.value(data) {
            try AtomicFile.write([report.json()], to: URL(fileURLWithPath: file))
        }
        console.message("The report is in \(file.path).")
        return .done
    }

    private static func write(_ files: [(name: String, svg: String)], into folder: URL) throws {
        try FileContent.makeFolder(folder)
        for file in files {
            try AtomicFile.write([Data(file.svg.utf8)], to: folder.file(file.name))
        }
    }
}

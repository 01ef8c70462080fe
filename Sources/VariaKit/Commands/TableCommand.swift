import Foundation
import Reporting
import Sweeping
import Training

/// `varia table`: what a sweep has found, at any time.
enum TableCommand: Command {
    /// How a table can be written.
    private enum Format: String, CaseIterable {
        case terminal, markdown, csv, json
    }

    private static let format = CommandOption(
        "--format", "F", "One of terminal (default), markdown, csv and json")
    private static let baseline = CommandOption(
        "--baseline", "V", "The variant to compare with (default: the sweep's baseline)")

    private static let columns = CommandOption(
        "--columns", "M,...",
        "Metrics to show besides, such as accuracy,perplexity; csv and json have all\n"
            + "(default: the sweep's own columns)")

    private static let all = CommandOption(
        flag: "--all", "Show results too that the spec names no longer")

    private static let tensorBoard = CommandOption(
        "--tensorboard", "OUT", "Write the trials' curves as event files of TensorBoard too")

    static let usage = CommandUsage(
        "table", summary: "Print the results table of a sweep, finished or not",
        operands: [Operand("DIR", "The sweep's folder, such as Results/quickstart")],
        options: [format, baseline, columns, all, tensorBoard])

    static func run(_ arguments: Arguments, in context: CommandContext) throws -> ExitStatus {
        let format = try arguments.choice(format, as: Format.self) ?? .terminal
        let folder = URL(fileURLWithPath: arguments.operands[0])
        let metrics = try arguments.choices(columns, as: Metric.self)
        var results = try SweepResults.read(folder)
        if arguments.has(all) { results = results.includingOthers() }
        let table: ResultsTable
        do {
            table = try ResultsTable(
                results, baseline: arguments.value(baseline), columns: metrics)
        } catch {
            throw UsageError.refused("\(baseline.name): \(error)")
        }
        let console = context.console
        for metric in metrics ?? []
        where !table.rows.contains(where: { $0.metrics[metric.rawValue] != nil }) {
            console.message(
                "No finished trial in \(arguments.operands[0]) has '\(metric.rawValue)', so that "
                    + "the table has no column of it.")
        }
        let hidden = results.others.count
        if hidden > 0, !arguments.has(all), format == .terminal {
            console.message(
                (hidden == 1
                    ? "One trial that has ended is in no cell of the spec any more; \(all.name) "
                        + "shows it."
                    : "\(hidden) trials that have ended are in no cell of the spec any more; "
                        + "\(all.name) shows them."))
        }
        let text =
            switch format {
            case .terminal:
                TerminalRenderer(
                    width: console.width(of: .output), usesColor: console.allowsColor(.output)
                ).render(table)
            case .markdown: MarkdownRenderer().render(table)
            case .csv: CSVRenderer().render(table)
            case .json: try JSONRenderer().render(table)
            }
        console.write(text, to: .output)
        if format == .csv { table.notes.forEach(console.message) }
        if let path = arguments.value(tensorBoard) {
            try export(results, to: URL(fileURLWithPath: path), console)
        }
        return .done
    }

    private static func export(
        _ results: SweepResults, to folder: URL, _ console: Console
    ) throws {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder),
            !isFolder.boolValue
        {
            throw UsageError.badValue(
                option: tensorBoard.name, found: folder.relativePath,
                expected: "a folder, and not a file")
        }
        let export = try TensorBoardExport(results, to: folder)
        guard export.count > 0 else {
            console.message("No trial has been evaluated yet, so that TensorBoard has no runs.")
            return
        }
        console.message(
            "Wrote \(export.count) run\(export.count == 1 ? "" : "s") to \(folder.relativePath); "
                + "`tensorboard --logdir \(ShellWords.quoted(folder.relativePath))` shows them.")
        if export.countWithoutCurves > 0 {
            console.message(
                "\(export.countWithoutCurves) of them have no curves, as their trials' folders are "
                    + "not here.")
        }
    }
}

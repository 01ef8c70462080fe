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
    private static let noise = CommandOption(
        flag: "--noise",
        "Show how much the baseline alone varies from seed to seed, and what that can tell")

    private static let columns = CommandOption(
        "--columns", "M,...",
        "Metrics to show besides, such as accuracy,perplexity; csv and json have all\n"
            + "(default: the sweep's own columns)")

    private static let tensorBoard = CommandOption(
        "--tensorboard", "OUT", isPath: true,
        "Write the trials' curves as event files of TensorBoard too")

    static let usage = CommandUsage(
        "table", summary: "Print the results table of a sweep, finished or not",
        operands: [Operand("DIR", "The sweep's folder, such as Results/quickstart")],
        options: [format, .baseline, .margin, columns, .all, noise, tensorBoard])

    static func run(_ arguments: Arguments, in context: CommandContext) throws -> ExitStatus {
        let format = try arguments.choice(format, as: Format.self) ?? .terminal
        let metrics = try arguments.choices(columns, as: Metric.self)
        let results = try arguments.results()
        let eventsFolder = try arguments.folder(tensorBoard)
        if let eventsFolder { try refuse(eventsFolder, in: results.directory) }
        let plain = try arguments.table(of: results, columns: metrics)
        let console = context.console
        if arguments.has(noise) {
            guard metrics == nil else {
                throw UsageError.refused(
                    "\(noise.name) has columns of its own, and \(columns.name) has no meaning there."
                )
            }
            guard eventsFolder == nil else {
                throw UsageError.refused(
                    "\(noise.name) shows the noise floor alone, and \(tensorBoard.name) writes the "
                        + "curves of all trials; ask for them one after the other.")
            }
            try show(try NoiseFloor(results, table: plain), as: format, on: console)
            return .done
        }
        let table = context.counted(plain, in: results.directory)
        for metric in metrics ?? []
        where !table.rows.contains(where: { $0.metrics[metric.rawValue] != nil }) {
            console.message(
                "No finished trial in \(arguments.operands[0]) has '\(metric.rawValue)', so that "
                    + "the table has no column of it.")
        }
        let hidden = results.others.count
        if hidden > 0, !arguments.has(.all), format == .terminal {
            console.message(
                (hidden == 1
                    ? "One trial that has ended is in no cell of the spec any more; \(CommandOption.all.name) "
                        + "shows it."
                    : "\(hidden) trials that have ended are in no cell of the spec any more; "
                        + "\(CommandOption.all.name) shows them."))
        }
        let text =
            switch format {
            case .terminal:
                TerminalRenderer(
                    width: console.width(of: .output), usesColor: console.allowsColor(.output),
                    curves: MeanCurves.read(results)
                ).render(table)
            case .markdown: MarkdownRenderer().render(table)
            case .csv: CSVRenderer().render(table)
            case .json: try JSONRenderer().render(table)
            }
        console.write(text, to: .output)
        if format == .csv { table.notes.forEach(console.message) }
        if let eventsFolder { try context.exportToTensorBoard(results, folder: eventsFolder) }
        return .done
    }

    /// Refuses to mix event files with a sweep's own files, among which each run would have a
    /// folder.
    private static func refuse(_ folder: URL, in directory: SweepDirectory) throws {
        func whole(_ url: URL) -> String {
            url.standardizedFileURL.resolvingSymlinksInPath().path
        }
        let (path, trials) = (whole(folder), whole(directory.trials))
        guard path == whole(directory.root) || path == trials || path.hasPrefix(trials + "/")
        else { return }
        throw UsageError.badValue(
            option: tensorBoard.name, found: folder.relativePath,
            expected: "a folder of its own, and not one of the sweep's")
    }

    /// Writes how much the baseline varies.
    ///
    /// - Throws: `UsageError` for a format that it does not have.
    private static func show(
        _ floor: NoiseFloor, as format: Format, on console: Console
    ) throws {
        switch format {
        case .terminal: console.write(floor.text, to: .output)
        case .markdown: console.write(floor.markdown, to: .output)
        case .json: try console.result(json: floor)
        case .csv:
            throw UsageError.refused(
                "\(noise.name) is two tables and a few figures, which CSV cannot hold; "
                    + "\(Self.format.name) json has them all.")
        }
    }
}

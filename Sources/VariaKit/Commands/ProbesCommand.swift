import Foundation
import Reporting
import Sweeping

/// `varia probes`: what variants recorded while they were trained.
enum ProbesCommand: Command {
    private static let probe = CommandOption(
        "--probe", "NAME", repeats: true, "Only probes of this name, such as window (default all)")
    private static let statistic = CommandOption(
        "--statistic", "S", "mean (default), deviation, minimum or maximum")

    static let usage = CommandUsage(
        "probes", summary: "Show what variants recorded over training: windows, gates, gradients",
        details: """
            A row per layer and head, a column per evaluation; of a sweep, the mean over the seeds of
            each cell. For gradients, --statistic deviation says how large they are.
            """,
        operands: [Operand("RUN", "The folder of a training, of a trial or of a whole sweep")],
        options: [probe, statistic, .json])

    static func run(_ arguments: Arguments, in context: CommandContext) throws -> ExitStatus {
        let statistic = try arguments.choice(statistic, as: ProbeStatistic.self) ?? .mean
        let names = arguments.values(probe)
        let folder = URL(fileURLWithPath: arguments.operands[0])
        let isSweep = FileManager.default.fileExists(atPath: SweepDirectory(folder).manifest.path)
        let tables =
            isSweep
            ? try ProbeTable.tables(
                of: SweepResults.read(folder), names: names, statistic: statistic)
            : ProbeTable.tables(
                of: [try ProbeReading(folder: folder)], title: folder.lastPathComponent,
                names: names, statistic: statistic)
        if arguments.has(.json) {
            try context.console.result(json: tables)
            return .done
        }
        guard !tables.isEmpty else {
            let wanted =
                names.isEmpty ? "any probe" : names.map { "'\($0)'" }.joined(separator: ", ")
            context.console.message(
                "Nothing in \(arguments.operands[0]) recorded \(wanted)"
                    + (isSweep ? ", or the folders of its trials are not here." : "."))
            return .failed
        }
        context.console.write(tables.map { $0.text() }.joined(separator: "\n"), to: .output)
        return .done
    }
}

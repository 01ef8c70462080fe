import Foundation
import Reporting
import Sweeping
import Transformer

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
        try SweepDirectory(folder).checkFolder()
        let isSweep = FileManager.default.fileExists(atPath: SweepDirectory(folder).manifest.path)
        let all =
            isSweep
            ? try ProbeTable.tables(of: SweepResults.read(folder), statistic: statistic)
            : ProbeTable.tables(
                of: [try ProbeReading(folder: folder)], title: folder.lastPathComponent,
                statistic: statistic)
        if let reason = missing(
            names, in: Set(all.map(\.probe)).sorted(), of: arguments.operands[0], isSweep: isSweep)
        {
            context.console.message(reason)
            return .failed
        }
        let tables = all.filter { names.isEmpty || names.contains($0.probe) }
        if arguments.has(.json) {
            try context.console.result(json: tables)
            return .done
        }
        context.console.write(tables.map { $0.text() }.joined(separator: "\n"), to: .output)
        return .done
    }

    /// Why there is nothing to show of what is asked for, in a sentence; nil where there is.
    private static func missing(
        _ names: [String], in recorded: [String], of run: String, isSweep: Bool
    ) -> String? {
        guard !recorded.isEmpty else {
            return "Nothing in \(run) recorded any probe"
                + (isSweep ? ", or the folders of its trials are not here." : ".")
        }
        guard let unknown = names.first(where: { !recorded.contains($0) }) else { return nil }
        let hint = nearest(to: unknown, among: recorded).map { ", of which '\($0)' is the nearest" }
        return "Nothing in \(run) recorded '\(unknown)'; what it recorded is "
            + NumberText.list(recorded.map { "'\($0)'" }) + "\(hint ?? "")."
    }
}

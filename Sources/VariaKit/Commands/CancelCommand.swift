import Foundation
import Sweeping

/// `varia cancel`: ends the Slurm arrays of a sweep, whose trials are saved.
enum CancelCommand: Command {
    static let usage = CommandUsage(
        "cancel", summary: "Stop the Slurm arrays of a sweep; its trials are saved",
        operands: [Operand("DIR", "The folder of a sweep that `varia sweep --slurm` has started")])

    static func run(_ arguments: Arguments, in context: CommandContext) throws -> ExitStatus {
        let directory = SweepDirectory(URL(fileURLWithPath: arguments.operands[0]))
        let manifest = try SweepManifest.read(directory)
        let arrays = try directory.slurmArrays()
        guard !arrays.isEmpty else {
            context.console.message(
                "The sweep '\(manifest.name)' has no Slurm array. What `varia sweep` or `varia work` "
                    + "has started is stopped where it runs, by Ctrl-C or SIGTERM; "
                    + "`varia status \(ShellWords.quoted(arguments.operands[0]))` names hosts and processes."
            )
            return .failed
        }
        let tasks = try SlurmQueue.tasks(of: arrays)
        let names = Set(tasks.map(\.array))
        let active = arrays.filter { names.contains("\($0.job)") }
        let numbers = (active.isEmpty ? arrays : active).map { "\($0.job)" }
        let title = "array\(numbers.count == 1 ? "" : "s") \(numbers.joined(separator: ", "))"
        guard !active.isEmpty else {
            context.console.result("No task of the \(title) waits or runs; nothing was cancelled.")
            return .done
        }
        try SlurmQueue.cancel(active)
        let waiting = tasks.count(where: \.isWaiting)
        context.console.result(
            "Cancelled the \(title): \(tasks.count - waiting) running and \(waiting) waiting "
                + "task\(tasks.count == 1 ? "" : "s"). Those that ran save their trials and stop; "
                + "the command that started the sweep goes on with them.")
        return .done
    }
}

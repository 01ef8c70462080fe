import Foundation
import Sweeping

/// The hidden command by which a sweep starts the processes that run its trials.
enum WorkerProcessCommand: Command {
    static let usage = CommandUsage(
        WorkerCommand.name, summary: "Run trials of a sweep until all have ended",
        operands: [
            Operand("DIR", "The sweep's folder"),
            Operand("FOLDER", "Where relative paths of corpora are looked up"),
            Operand("PROCESS", "The process of the sweep, without which the worker ends"),
            Operand("THREADS", "How many threads share a trial's work"),
        ])

    static func run(_ arguments: Arguments, in context: CommandContext) throws -> ExitStatus {
        guard let command = WorkerCommand(arguments: arguments.operands) else { return .badUsage }
        return try command.run(catalogue: context.catalogue) == .completed ? .done : .failed
    }
}

import Foundation
import Sweeping

/// `varia status`: how a sweep goes, from its directory alone.
enum StatusCommand: Command {
    static let usage = CommandUsage(
        "status", summary: "Show how a sweep goes, who is at work on it, and what has failed",
        operands: [Operand("DIR", "The sweep's folder, such as Results/quickstart")],
        options: [.json])

    static func run(_ arguments: Arguments, in context: CommandContext) throws -> ExitStatus {
        let directory = SweepDirectory(URL(fileURLWithPath: arguments.operands[0]))
        let status = try SweepStatus(of: directory)
        if arguments.has(.json) {
            try context.console.result(json: status)
        } else {
            context.console.result(status.description)
        }
        return .done
    }
}

import Foundation
import Runtime
import Sweeping

/// `varia analyze`: looks into the trained weights of a sweep.
enum AnalyzeCommand: Command {
    /// Which trials may be asked for.
    private enum Trials: String, CaseIterable {
        case best, all
    }

    private static let trials = CommandOption(
        "--trials", "T",
        "best (default): all variants, cases and seeds of the cell with the best mean loss;\n"
            + "or all")

    static let usage = CommandUsage(
        "analyze", summary: "Look into the best weights of a sweep's finished trials",
        details: """
            Of each trial: the validation loss at each position of the block, how far and how widely
            each head looks, the time of an evaluation, and a text that the model writes. The trial's
            folder keeps it in analysis.json, and analysis.jsonl gathers all for `varia compare`; what
            is there is not made again. A sweep may go on meanwhile.
            """,
        operands: [Operand("DIR", "The sweep's folder, such as Results/quickstart")],
        options: [trials, .threads])

    static func run(_ arguments: Arguments, in context: CommandContext) throws -> ExitStatus {
        let choice: AnalysisChoice =
            switch try arguments.choice(trials, as: Trials.self) ?? .best {
            case .best: .best
            case .all: .all
            }
        let threads = try arguments.threads()
        if let warning = ThreadsWarning(threads: threads).text { context.console.message(warning) }
        let directory = SweepDirectory(URL(fileURLWithPath: arguments.operands[0]))
        let outcome = try SweepAnalysis(
            directory, catalogue: context.catalogue, pool: ThreadPool(threads: threads),
            report: context.console.message
        ).run(choice)
        guard outcome.total > 0 else {
            context.console.message(
                "No trial in \(arguments.operands[0]) has finished, so that there is nothing to "
                    + "analyse.")
            return .failed
        }
        context.console.message(
            "\(outcome.made + outcome.known) of \(outcome.total) "
                + "\(outcome.total == 1 ? "trial is" : "trials are") analysed, \(outcome.known) of "
                + "them before.")
        return outcome.missing == 0 ? .done : .failed
    }
}

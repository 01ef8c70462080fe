import Reporting
import Runtime
import Sweeping
import Training
import Transformer

/// `varia summary`: what a model consists of and costs, before anything is trained.
enum SummaryCommand: Command {
    static let usage = CommandUsage(
        "summary", summary: "Show a model's layers, parameters, arithmetic and memory",
        details: """
            It reads no corpus, so that --set vocabulary=N says how many tokens there are
            (65 by default).
            """,
        options: [.variant, .set, .json])

    static func run(_ arguments: Arguments, in context: CommandContext) throws -> ExitStatus {
        let settings = try context.settings(arguments)
        let config = try TrialConfig(
            settings, catalogue: context.catalogue, readsVocabulary: true)
        try config.variant.refuseIdleOptions(of: settings)
        if let warning = config.training.precision.warning { context.console.message(warning) }
        let summary = try context.tracing { try ModelReport(config) }
        if arguments.has(.json) {
            try context.console.result(json: summary)
        } else {
            context.console.write(summary.text, to: .output)
        }
        return .done
    }
}

import Conformance
import Foundation
import Sweeping
import Transformer

/// `varia parity`: whether a variant computes what another implementation does.
enum ParityCommand: Command {
    private static let tolerance = CommandOption(
        "--tolerance", "T", "The largest relative difference that passes (default 1e-4)")

    static let usage = CommandUsage(
        "parity", summary: "Compare a variant with tensors recorded elsewhere",
        details: """
            FILE is a safetensors file with param.<name>, grad.<name>, tokens, targets, logits, loss
            and nanoGPT's configuration as metadata. nanoGPT ties its embeddings: a file without
            param.lm_head.weight asks for +tied-embeddings. Shown is, for each tensor, the largest difference
            over the largest recorded value. --set sets what the configuration does not say, such as
            activation=gelu.
            """,
        operands: [Operand("FILE", "The recorded tensors")],
        options: [.variant, tolerance, .set, .json])

    static func run(_ arguments: Arguments, in context: CommandContext) throws -> ExitStatus {
        let tolerance =
            try arguments.number(tolerance, "a number above 0") { $0 > 0 } ?? 1e-4
        let variant = try context.composition(
            arguments.value(.variant) ?? Composition.standardName,
            of: .variant)
        let settings = try Settings(arguments: arguments.values(.set))
        let report = try context.tracing {
            try Conformance.parity(
                file: URL(fileURLWithPath: arguments.operands[0]), variant: variant,
                tolerance: tolerance,
                adjusting: { model in
                    let reader = ConfigurationReader(settings.values, source: settings.source)
                    let adjusted = try ModelConfig(reading: reader, defaults: model)
                    try reader.finish()
                    return adjusted
                })
        }
        if arguments.has(.json) {
            try context.console.result(json: report)
        } else {
            context.console.result(report.description)
        }
        return report.passed ? .done : .failed
    }
}

import Corpora
import Runtime
import Sweeping
import Training
import Transformer

/// `varia confidence`: how sure a trained model is, where it was trained and elsewhere.
enum ConfidenceCommand: Command {
    private static let corpus = CommandOption(
        "--corpus", "NAME-OR-PATH", isPath: true,
        "Where the text that it was trained on is now (default: where training found it)")

    static let usage = CommandUsage(
        "confidence", summary: "Show how sure a trained model is of its predictions",
        details: """
            The highest predicted probability of each scored position, on the text that the model was
            trained on and on what was held out: mean, minimum, maximum and a histogram. Positions are
            those of the training's own evaluations; with predict: "last", each is a window.
            """,
        operands: [
            Operand("RUN", "A training's or trial's folder, or its best.safetensors")
        ],
        options: [corpus, .threads, .json])

    static func run(_ arguments: Arguments, in context: CommandContext) throws -> ExitStatus {
        let threads = try arguments.threads()
        if let warning = ThreadsWarning(threads: threads).text { context.console.message(warning) }
        let checkpoint = try context.checkpoint(of: arguments.operands[0])
        if let warning = checkpoint.training.precision.warning { context.console.message(warning) }
        let data = try checkpoint.loadCorpus(arguments.value(corpus))
        let model = try TrainedModel(
            checkpoint, try context.catalogue.resolve(checkpoint.variant), corpus: data,
            pool: ThreadPool(threads: threads), admit: MemoryLimit(threads: threads).check)
        let report = ConfidenceReport(
            variant: checkpoint.variant, step: checkpoint.step,
            parts: try data.split.parts.map { part in
                ConfidenceReport.Part(part, try model.evaluation(of: part).confidence)
            })
        if arguments.has(.json) {
            try context.console.result(json: report)
        } else {
            context.console.write(report.text, to: .output)
        }
        return .done
    }
}

import Corpora
import Foundation
import Reporting
import Runtime
import Sweeping
import Training
import Transformer

/// `varia train`: one trial, in this process.
enum TrainCommand: Command {
    private static let out = CommandOption(
        "--out", "DIR", isPath: true,
        "Keep metrics, state and best weights here; run again to resume")

    static let usage = CommandUsage(
        "train", summary: "Train one variant and print a line per evaluation or epoch",
        details: """
            The defaults are nanoGPT's small character model on the built-in corpus 'grammar'.
            """,
        options: [.variant, .set, .threads, out])

    static func run(_ arguments: Arguments, in context: CommandContext) throws -> ExitStatus {
        let threads = try arguments.threads()
        if let warning = ThreadsWarning(threads: threads).text { context.console.message(warning) }
        let settings = try context.settings(arguments)
        let config = try TrialConfig(settings, catalogue: context.catalogue)
        try config.variant.refuseIdleOptions(of: settings)
        let folder = try arguments.folder(out)
        if let folder { try refuseOthers(folder) }
        let trial = try TrialPreparer(relativeTo: nil).prepare(config, settings: settings)
        try MemoryLimit(threads: threads).check(trial)
        let meter = MemoryMeter()
        let trainer = try Trainer(
            trial.config.model, trial.config.variant, training: trial.config.training,
            corpus: trial.corpus, pool: ThreadPool(threads: threads))
        var progress = TrainingProgressText(console: context.console, trainer: trainer)
        let parameters = NumberText.count(Double(trial.summary.parameters.total))
        context.console.message("\(config.variant.name): \(parameters) parameters")
        context.console.message(trainer.memory.text)
        if let warning = MatrixLibrary.warning { context.console.message(warning) }
        if let warning = config.training.precision.warning { context.console.message(warning) }
        // With a folder, an interrupted training saves its state first.
        if folder != nil { StopSignal.install(obeysSecondInterrupt: true) }
        let outcome = try trainer.run(
            in: folder, identity: trial.id, observe: { progress.observe($0) },
            shouldStop: { StopSignal.isReceived })
        progress.finish(outcome)
        if let taken = meter.bytes { context.console.message(trainer.memory.text(taken: taken)) }
        return outcome.status == .finished ? .done : .failed
    }
}

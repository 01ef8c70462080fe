import Foundation
import Reporting
import Runtime
import Sweeping
import Training

/// `varia sweep`: every trial of a study, and its table.
enum SweepCommand: Command {
    private static let out = CommandOption(
        "--out", "DIR", isPath: true,
        "The sweep's folder (default: Results/<the spec's name>)")
    private static let jobs = CommandOption(
        "--jobs", "N",
        "Trials at a time, each in a process of its own (default: cores over threads)")
    private static let failFast = CommandOption(
        flag: "--fail-fast", "Stop at the first trial that fails")
    private static let dryRun = CommandOption(
        flag: "--dry-run", "Show the trials, their size, memory and time, and run none")

    private static let slurm = CommandOption(
        flag: "--slurm", "Submit a job array to Slurm whose tasks run the trials, and end")
    private static let arraySize = CommandOption(
        "--array-size", "N", "Tasks of the array (default: a trial each, but no more than 16)")
    private static let sbatch = CommandOption(
        "--sbatch", "OPTIONS", "More options of sbatch, such as '--partition=long --time=8:00:00'")

    static let usage = CommandUsage(
        "sweep", summary: "Run the trials of a study, or go on with them, and print the table",
        details: """
            A sweep that was stopped, by any means, goes on where it was when the same command is given
            again. --set replaces a value of the spec's data or base, or an axis of its grid, such
            as 'variant=["standard","soft-window"]', or the keys baseline and match.
            """,
        operands: [Operand("SPEC", "A JSON5 file, such as Sweeps/quickstart.json5")],
        options: [
            out, jobs, .threads, .set, .retries, failFast, dryRun, slurm, arraySize, sbatch,
        ])

    static func run(_ arguments: Arguments, in context: CommandContext) throws -> ExitStatus {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let threads = try arguments.threads()
        try checkSlurm(arguments)
        let jobs = try arguments.integer(jobs, in: 1...1024) ?? max(1, cores / threads)
        // Before anything else, so that a dry run finds out what is wrong with a line too.
        let retries = try arguments.retries()
        let spec = try SweepSpec(
            file: URL(fileURLWithPath: arguments.operands[0]),
            overrides: Settings(arguments: arguments.values(.set)))
        let plan = try spec.plan(catalogue: context.catalogue)
        plan.remarks.forEach(context.console.message)
        let folder =
            try arguments.folder(out) ?? URL(fileURLWithPath: "Results/\(spec.name)")
        // One that cannot be read is told of when the sweep is opened.
        let earlier = (try? SweepManifest.read(SweepDirectory(folder)))?.matches ?? []
        let sweep = try PreparedSweep(
            plan, earlier: earlier, timer: StepRatioTimer(threads: threads))
        sweep.matchWarnings.forEach(context.console.message)
        // The workers that train do not say it again.
        if let warning = sweep.trials.lazy.compactMap(\.config.training.precision.warning).first {
            context.console.message(warning)
        }
        if let warning = ThreadsWarning(threads: threads, jobs: jobs).text {
            context.console.message(warning)
        }
        if arguments.has(dryRun) {
            let forecast = try SweepForecast(
                sweep, in: SweepDirectory(folder), jobs: jobs, threads: threads)
            context.console.result(forecast.description)
            return .done
        }
        if let warning = MatrixLibrary.warning { context.console.message(warning) }
        let directory = SweepDirectory(folder)
        if arguments.has(slurm) {
            return try submit(sweep, in: directory, threads: threads, arguments, context)
        }
        let end = try SweepCoordinator(
            sweep, in: directory, jobs: jobs, threads: threads, executable: context.executable,
            display: context.sweepDisplay(), retries: retries,
            failsFast: arguments.has(failFast),
            timing: try ClaimTiming(environment: ProcessInfo.processInfo.environment)
        ).run()
        try context.publishTable(of: directory)
        guard !end.wasStopped else {
            context.console.message(
                "The sweep was stopped; the same command goes on with it.")
            return .failed
        }
        return end.failed > 0 ? .failed : .done
    }

    /// Refuses options that do not go together.
    private static func checkSlurm(_ arguments: Arguments) throws {
        for option in [arraySize, sbatch] where arguments.has(option) && !arguments.has(slurm) {
            throw UsageError.refused(
                "The option \(option.name) is about Slurm; give \(slurm.name) too.")
        }
        for (option, reason) in [
            (
                jobs,
                "with \(slurm.name), each task of the array runs one trial at a time, and \(arraySize.name) says "
                    + "how many there are"
            ),
            (dryRun, "\(dryRun.name) runs nothing, and \(slurm.name) submits what is to run"),
        ] where arguments.has(option) && arguments.has(slurm) {
            throw UsageError.refused("Leave out \(option.name) or \(slurm.name): \(reason).")
        }
    }

    private static func submit(
        _ sweep: PreparedSweep, in directory: SweepDirectory, threads: Int,
        _ arguments: Arguments, _ context: CommandContext
    ) throws -> ExitStatus {
        let options = try arguments.words(sbatch)
        if let own = options.first(where: { $0 == "-a" || $0.hasPrefix("--array") }) {
            throw UsageError.refused(
                "\(sbatch.name): '\(own)' is Varia's to set; \(arraySize.name) says how many tasks "
                    + "there are.")
        }
        let submission = SlurmSubmission(
            sweep, in: directory, executable: context.executable, threads: threads,
            size: try arguments.integer(arraySize, in: 1...1_000_000), options: options)
        let folder = ShellWords.quoted(directory.root.relativePath)
        guard let array = try submission.submit(announce: context.console.message) else {
            context.console.message("Every trial has ended, so that there is nothing to submit.")
            try context.publishTable(of: directory)
            return .done
        }
        context.console.result(
            "Submitted the array \(array.job) with \(array.size) "
                + "task\(array.size == 1 ? "" : "s"), which work on \(folder).")
        context.console.message(
            """
            `varia status \(folder)` shows how they go, and `varia cancel \(folder)` stops them; their \
            logs are in \(folder)/slurm.
            What is left when they have ended goes on when the same command is given again.
            """)
        return .done
    }
}

import Foundation
import Reporting
import Runtime
import Sweeping
import Training

/// `varia sweep`: every trial of a study, and its table.
enum SweepCommand: Command {
    private static let out = CommandOption(
        "--out", "DIR", "The sweep's folder (default: Results/<the spec's name>)")
    private static let jobs = CommandOption(
        "--jobs", "N",
        "Trials at a time, each in a process of its own (default: cores over threads)")
    private static let dryRun = CommandOption(
        flag: "--dry-run", "Show the trials, their size, memory and time, and run none")

    static let usage = CommandUsage(
        "sweep", summary: "Run the trials of a study, or go on with them, and print the table",
        details: """
            A sweep that was stopped, by any means, goes on where it was when the same command is given
            again. --set replaces a value of the spec's base, or an axis of its grid, such as
            'variant=["standard","soft-window"]', or the baseline.
            """,
        operands: [Operand("SPEC", "A JSON5 file, such as Sweeps/quickstart.json5")],
        options: [out, jobs, .threads, .set, dryRun])

    static func run(_ arguments: Arguments, in context: CommandContext) throws -> ExitStatus {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let threads = try arguments.threads()
        let jobs = try arguments.integer(jobs, in: 1...1024) ?? max(1, cores / threads)
        let spec = try SweepSpec(
            file: URL(fileURLWithPath: arguments.operands[0]),
            overrides: Settings(arguments: arguments.values(.set)))
        let sweep = try PreparedSweep(try spec.plan(catalogue: context.catalogue))
        let folder = URL(fileURLWithPath: arguments.value(out) ?? "Results/\(spec.name)")
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder),
            !isFolder.boolValue
        {
            throw UsageError.badValue(
                option: out.name, found: folder.relativePath, expected: "a folder, and not a file")
        }
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
        let end = try SweepCoordinator(
            sweep, in: directory, jobs: jobs, threads: threads, executable: context.executable,
            display: context.sweepDisplay()
        ).run()
        try context.publishTable(of: directory)
        guard !end.wasStopped else {
            context.console.message(
                "The sweep was stopped; the same command goes on with it.")
            return .failed
        }
        return end.failed > 0 ? .failed : .done
    }
}

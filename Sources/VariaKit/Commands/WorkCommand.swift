import Foundation
import Runtime
import Sweeping
import Training

/// `varia work`: joins a sweep that somebody has started, from another shell or host.
enum WorkCommand: Command {
    private static let jobs = CommandOption(
        "--jobs", "N",
        "Trials at a time, each in a process of its own (default: cores over threads)")

    static let usage = CommandUsage(
        "work", summary: "Join a sweep from another shell or host, until nothing is left to do",
        details: """
            The sweep's folder is all that is needed; any number of hosts may share it. Trials go to
            whoever comes first, and those of a host that dies are taken over. Ctrl-C or SIGTERM saves
            the trials at work and gives them back.
            """,
        operands: [Operand("DIR", "The folder of a sweep that `varia sweep` has started")],
        options: [jobs, .threads, .retries])

    static func run(_ arguments: Arguments, in context: CommandContext) throws -> ExitStatus {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let threads = try arguments.threads()
        let jobs = try arguments.integer(jobs, in: 1...1024) ?? max(1, cores / threads)
        let directory = SweepDirectory(URL(fileURLWithPath: arguments.operands[0]))
        let sweep = try PreparedSweep(joining: directory, catalogue: context.catalogue)
        if let warning = sweep.trials.lazy.compactMap(\.config.training.precision.warning).first {
            context.console.message(warning)
        }
        if let warning = ThreadsWarning(threads: threads, jobs: jobs).text {
            context.console.message(warning)
        }
        if let warning = MatrixLibrary.warning { context.console.message(warning) }
        let end = try SweepCoordinator(
            sweep, in: directory, jobs: jobs, threads: threads, executable: context.executable,
            display: context.sweepDisplay(), retries: try arguments.retries(),
            timing: try ClaimTiming(environment: ProcessInfo.processInfo.environment)
        ).join()
        if end.wasStopped, StopSignal.announcesTimeLimit, let task = SlurmTaskIdentity() {
            context.console.message(
                "The time of the Slurm task \(task.name) is almost over; it is queued again.")
            try task.requeue()
            return .failed
        }
        guard !end.wasStopped else {
            context.console.message(
                "This work was stopped, and its trials are saved; the same command goes on with "
                    + "them, and so does any other that works on \(arguments.operands[0]).")
            return .failed
        }
        _ = try context.keepTable(of: directory)
        return end.failed > 0 ? .failed : .done
    }
}

import Foundation

/// The batch script whose every task is a worker on the sweep's directory.
struct SlurmScript {
    let name: String
    /// Of the sweep; workers elsewhere find it by its whole path.
    let directory: SweepDirectory
    let executable: URL
    let size: Int
    let threads: Int

    /// Seconds before a time limit at which a task begins to save. Slurm itself gives 30 between
    /// asking and killing, which an evaluation may take.
    static let notice = 60

    /// The script's text.
    ///
    /// The shell is replaced by the program: it would else die of the scheduler's signal, and take
    /// the worker with it before the trial is saved. A task that is started again appends to its
    /// log.
    ///
    /// - Throws: `SlurmError.unusablePath`.
    func text() throws(SlurmError) -> String {
        let folder = directory.root.absoluteURL.standardizedFileURL.path
        let program = executable.absoluteURL.standardizedFileURL.path
        for path in [folder, program] where path.contains(where: \.isNewline) {
            throw .unusablePath(path)
        }
        let log = Self.pattern(directory.slurm.absoluteURL.standardizedFileURL.path) + "/%A_%a.log"
        return """
            #!/bin/sh
            #SBATCH --job-name=varia-\(name)
            #SBATCH --array=1-\(size)
            #SBATCH --ntasks=1
            #SBATCH --cpus-per-task=\(threads)
            #SBATCH --output=\(Self.option(log))
            #SBATCH --open-mode=append
            #SBATCH --requeue
            #SBATCH --signal=B:USR1@\(Self.notice)
            exec \(Self.word(program)) work --jobs 1 --threads \(threads) -- \(Self.word(folder))

            """
    }

    /// Text in a pattern of file names, in which `%` has a meaning.
    private static func pattern(_ text: String) -> String {
        text.replacingOccurrences(of: "%", with: "%%")
    }

    /// A value on an `#SBATCH` line.
    private static func option(_ text: String) -> String {
        let escaped = text.replacingOccurrences(of: "\\", with: "\\\\")
            .replacingOccurrences(of: "\"", with: "\\\"")
        return "\"\(escaped)\""
    }

    /// A word of the shell.
    private static func word(_ text: String) -> String {
        "'" + text.replacingOccurrences(of: "'", with: "'\\''") + "'"
    }
}

package import Foundation
import Training

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Job arrays as workers of a sweep.
package struct SlurmSubmission {
    /// More tasks than this are nobody's default.
    private static let usualSize = 16

    private let sweep: PreparedSweep
    private let directory: SweepDirectory
    private let executable: URL
    private let threads: Int
    private let size: Int?
    private let options: [String]

    /// - Parameters:
    ///   - executable: This program, under a path that the cluster's nodes know too.
    ///   - threads: How many share a trial's work; each task asks for as many cores.
    ///   - size: The number of tasks; nil for as many as there are trials left, but no more than 16.
    ///   - options: More arguments of `sbatch`, which go before those of the script.
    package init(
        _ sweep: PreparedSweep, in directory: SweepDirectory, executable: URL, threads: Int,
        size: Int?, options: [String]
    ) {
        self.sweep = sweep
        self.directory = directory
        self.executable = executable
        self.threads = threads
        self.size = size
        self.options = options
    }

    /// Opens the directory, checks the variants, and submits an array.
    ///
    /// - Parameter announce: Told what takes some time.
    /// - Returns: The array; nil where every trial has ended.
    /// - Throws: `SweepError`, `FileError` or `SlurmError`; no array was then submitted, unless the
    ///   error says so.
    package func submit(announce: (String) -> Void) throws -> SlurmArray? {
        let ended = try directory.open(for: sweep, report: announce)
        try directory.unrecorded(of: sweep, among: ended).forEach(announce)
        var schedule = try SweepManifest.read(directory).schedule(in: directory)
        guard try !schedule.isComplete() else { return nil }
        let left = max(1, sweep.trials.count { !directory.trial($0.id).hasEnded })
        // Here, and not by all tasks at once.
        var ledger = ConformanceLedger(directory)
        try ledger.check(sweep, announce: announce)
        // A record to which nothing could be added is found before there is an array to forget.
        _ = try directory.slurmArrays()
        let script = SlurmScript(
            name: sweep.plan.spec.name, directory: directory, executable: executable,
            size: size ?? min(left, Self.usualSize), threads: threads)
        try directory.makeFolder(directory.slurm)
        try AtomicFile.write([Data(script.text().utf8)], to: directory.slurmScript)
        let path = directory.slurmScript.absoluteURL.standardizedFileURL.path
        let answer = try SlurmProgram.submit.run(["--parsable"] + options + [path])
        let array = try SlurmArray(answer: answer, size: script.size)
        do { try directory.add(array) } catch {
            throw SlurmError.unrecorded(job: array.job, reason: "\(error)")
        }
        return array
    }
}

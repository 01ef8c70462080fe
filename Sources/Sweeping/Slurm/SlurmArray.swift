package import Foundation
import Training

/// A job array that was submitted to work on a sweep.
package struct SlurmArray: Hashable, Sendable, Codable {
    /// The number that Slurm has given it, which its tasks share.
    package var job: Int
    /// The cluster, where `sbatch` names one.
    package var cluster: String?
    /// How many tasks it was submitted with.
    package var size: Int

    package init(job: Int, cluster: String? = nil, size: Int) {
        self.job = job
        self.cluster = cluster
        self.size = size
    }

    /// Reads what `sbatch --parsable` prints: `17`, or `17;cluster`.
    ///
    /// - Throws: `SlurmError.unreadable` for anything else.
    init(answer: String, size: Int) throws(SlurmError) {
        // Plugins of a site may print lines of their own before.
        let line = answer.split(whereSeparator: \.isNewline).last.map(String.init) ?? ""
        let parts = line.split(separator: ";", maxSplits: 1).map(String.init)
        guard let first = parts.first, let job = Int(first), job > 0 else {
            throw .unreadable(program: "sbatch", answer: answer)
        }
        self.init(job: job, cluster: parts.count > 1 ? parts[1] : nil, size: size)
    }
}

extension SweepDirectory {
    /// The folder of the batch script, the record of submitted arrays, and the logs of their tasks.
    package var slurm: URL { root.file("slurm") }
    /// What Slurm runs for each task.
    var slurmScript: URL { slurm.file("work.sh") }
    /// The arrays that were submitted, oldest first.
    var slurmArraysFile: URL { slurm.file("arrays.json") }

    /// The arrays that were submitted for the sweep, oldest first; none where there were none.
    ///
    /// - Throws: `SweepError` where their record is damaged, `FileError` where it cannot be read.
    package func slurmArrays() throws -> [SlurmArray] {
        guard let data = try FileContent.readIfPresent(slurmArraysFile) else { return [] }
        do { return try JSONDecoder().decode([SlurmArray].self, from: data) } catch {
            throw SweepError.damagedFile(path: slurmArraysFile.relativePath)
        }
    }

    /// Puts a submitted array down beside those that others may have submitted meanwhile.
    ///
    /// - Throws: As `slurmArrays()`; `FileError` or `SweepError` where it cannot be written.
    func add(_ array: SlurmArray) throws {
        try FolderLock.hold(self) {
            try AtomicFile.write([JSONText.page(slurmArrays() + [array])], to: slurmArraysFile)
        }
    }
}

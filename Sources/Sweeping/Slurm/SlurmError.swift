/// What can go wrong between Varia and Slurm.
package enum SlurmError: Error, Hashable, Sendable {
    /// The program is not installed here.
    case missing(program: String)
    /// The program could not be started; the reason is a clause.
    case notStarted(program: String, reason: String)
    /// The program ended with an error, and said so.
    case refused(program: String, message: String)
    /// The program did not answer in time.
    case silent(program: String, seconds: Int)
    /// The program answered something else than it should.
    case unreadable(program: String, answer: String)
    /// The array was submitted, but its number cannot be kept; the reason is a sentence.
    case unrecorded(job: Int, reason: String)
    /// A path that a batch script cannot name.
    case unusablePath(String)
}

extension SlurmError: CustomStringConvertible {
    /// One sentence.
    package var description: String {
        switch self {
        case .missing(let program):
            "Slurm's command '\(program)' is not in the PATH; run this on a host that submits to "
                + "the cluster, or start `varia work DIR` on each host yourself."
        case .notStarted(let program, let reason):
            "Slurm's command '\(program)' cannot be run: \(reason)."
        case .refused(let program, let message):
            "Slurm's command '\(program)' failed: \(message)"
        case .silent(let program, let seconds):
            "Slurm's command '\(program)' gave no answer within \(seconds) seconds."
        case .unreadable(let program, let answer):
            "Slurm's command '\(program)' answered '\(answer)', but should have named a job."
        case .unrecorded(let job, let reason):
            "The array \(job) was submitted, but `varia status` and `varia cancel` will not know of "
                + "it ('scancel \(job)' cancels it). \(reason)"
        case .unusablePath(let path):
            "The path '\(path)' has a line break in it, which a batch script of Slurm cannot name; "
                + "choose another folder with '--out'."
        }
    }
}

/// How a command ended, as the shell sees it.
package enum ExitStatus: Int32, Sendable {
    case done = 0
    /// The work failed: a file is wrong or missing, a variant fails its check, a trial diverged.
    case failed = 1
    /// The command line is wrong.
    case badUsage = 2
}

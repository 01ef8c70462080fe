import Foundation

/// What a user should know who asks for more threads than there are cores.
struct ThreadsWarning {
    /// One sentence; nil for nothing.
    let text: String?

    init(threads: Int, jobs: Int = 1, cores: Int = ProcessInfo.processInfo.activeProcessorCount) {
        guard threads > 1, threads * jobs > cores else {
            text = nil
            return
        }
        let asked = jobs > 1 ? "\(jobs) jobs of \(threads) threads" : "\(threads) threads"
        text =
            "Warning: \(asked) share \(cores) \(cores == 1 ? "core" : "cores"), which takes longer "
            + "than fewer threads would, as they wait for one another at every step."
    }
}

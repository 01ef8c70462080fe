/// A table that cannot be made.
package enum ReportingError: Error, Hashable, Sendable {
    case unknownBaseline(String, sweep: String, nearest: String?, known: [String])
    case noBaseline(sweep: String)
    case noSeeds(baseline: String, sweep: String)
}

extension ReportingError: CustomStringConvertible {
    /// One sentence.
    package var description: String {
        switch self {
        case .unknownBaseline(let name, let sweep, let nearest, let known):
            let all = NumberText.list(known.map { "'\($0)'" })
            let hint = nearest.map { ", of which '\($0)' is the nearest" } ?? ""
            return
                "The sweep '\(sweep)' has no variant or case '\(name)' to compare with; it has \(all)"
                + "\(hint)."
        case .noBaseline(let sweep):
            return "The sweep '\(sweep)' names no baseline, and has no 'standard' to stand in for "
                + "one; --baseline says what to compare with."
        case .noSeeds(let baseline, let sweep):
            return "The sweep '\(sweep)' has no cell of '\(baseline)' in which two seeds have "
                + "finished, as it takes to see how much they differ; more seeds, such as "
                + "--set seed=[1,2,3,4,5] --set 'variant=[\"\(baseline)\"]', measure the baseline "
                + "alone."
        }
    }
}

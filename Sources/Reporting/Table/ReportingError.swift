/// A table that cannot be made.
package enum ReportingError: Error, Hashable, Sendable {
    case unknownBaseline(String, sweep: String, nearest: String?, known: [String])
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
        }
    }
}

/// A table that cannot be made.
package enum ReportingError: Error, Hashable, Sendable {
    case unknownBaseline(String, sweep: String, nearest: String?, known: [String])
}

extension ReportingError: CustomStringConvertible {
    /// One sentence.
    package var description: String {
        switch self {
        case .unknownBaseline(let name, let sweep, let nearest, let known):
            let hint =
                nearest.map { "the nearest is '\($0)'" }
                ?? "it has " + known.map { "'\($0)'" }.joined(separator: ", ")
            return "The sweep '\(sweep)' has no variant '\(name)' to compare with; \(hint)."
        }
    }
}

/// A table or a comparison that cannot be made.
package enum ReportingError: Error, Hashable, Sendable {
    case unknownBaseline(String, sweep: String, nearest: String?, known: [String])
    case noBaseline(sweep: String)
    case noSeeds(baseline: String, sweep: String)
    /// A variant or case that is to be compared is none of the sweep's.
    case unknownVariant(String, sweep: String, nearest: String?, known: [String])
    /// A variant is to be compared with itself.
    case sameVariants(String)
    /// A key that cells are to be chosen by is none of their axes.
    case unknownAxis(String, sweep: String, nearest: String?, known: [String])
    /// No cell has both variants and the values asked for; `common` are those that have both.
    case noCommonCell(String, String, sweep: String, having: String, common: [String])
    /// There is no seed that both variants have finished.
    case noPairs(String, String, sweep: String)
}

extension ReportingError: CustomStringConvertible {
    /// One sentence.
    package var description: String {
        switch self {
        case .unknownBaseline(let name, let sweep, let nearest, let known):
            return
                "The sweep '\(sweep)' has no variant or case '\(name)' to compare with; it has "
                + "\(Self.all(known))\(Self.hint(nearest))."
        case .noBaseline(let sweep):
            return "The sweep '\(sweep)' names no baseline, and has no 'standard' to stand in for "
                + "one; --baseline says what to compare with."
        case .noSeeds(let baseline, let sweep):
            return "The sweep '\(sweep)' has no cell of '\(baseline)' in which two seeds have "
                + "finished, as it takes to see how much they differ; more seeds, as "
                + "with --set seed=[1,2,3,4,5] and a grid of the baseline alone, would show it."
        case .unknownVariant(let name, let sweep, let nearest, let known):
            return "The sweep '\(sweep)' has no variant or case '\(name)'; it has "
                + "\(Self.all(known))\(Self.hint(nearest))."
        case .sameVariants(let name):
            return "Both variants are '\(name)'; name two different ones."
        case .unknownAxis(let key, let sweep, let nearest, let known):
            let has =
                known.isEmpty
                ? "none but variant and seed" : Self.all(known) + Self.hint(nearest)
            return "The sweep '\(sweep)' has no axis '\(key)' to choose cells by; it has \(has)."
        case .noCommonCell(let a, let b, let sweep, let having, let common):
            return "The sweep '\(sweep)' has no cell with both '\(a)' and '\(b)'"
                + (common.isEmpty
                    ? " whose other values are the same."
                    : " and \(having); both have \(NumberText.list(Array(common.prefix(8))))"
                        + (common.count > 8 ? ", and others." : "."))
        case .noPairs(let a, let b, let sweep):
            return
                "No seed of the sweep '\(sweep)' has finished with both '\(a)' and '\(b)' yet, so "
                + "that there is nothing to compare."
        }
    }

    private static func all(_ known: [String]) -> String {
        NumberText.list(known.map { "'\($0)'" })
    }

    private static func hint(_ nearest: String?) -> String {
        nearest.map { ", of which '\($0)' is the nearest" } ?? ""
    }
}

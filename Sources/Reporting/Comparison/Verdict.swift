/// What the seeds say of a cell's loss, compared with the baseline's.
package enum Verdict: Hashable, Sendable {
    /// A pair is missing: a trial of either side diverged, failed, or has yet to run, or the
    /// baseline has no trial of that seed.
    case incomplete
    /// There is one pair, which says nothing of how much seeds vary.
    case oneSeed
    /// The 95% interval of the difference lies within the margin: whatever it is, it is too small
    /// to matter.
    case equivalent
    /// The loss is lower, with an adjusted p-value below 0.05: by chance alone that would rarely be
    /// seen.
    case better
    /// The loss is higher, with an adjusted p-value below 0.05.
    case worse
    /// Nothing of this can be told yet; with so many seeds it may be.
    case undecided(SeedEstimate)

    /// How many seeds would tell whether a difference is within the margin.
    package enum SeedEstimate: Hashable, Sendable {
        /// By the deviation of all comparisons of the table.
        case about(Int)
        /// That many are there already, and the difference lies close to the margin; or that many
        /// are more than anybody trains.
        case moreThan(Int)
    }

    /// Below this an adjusted p-value makes a verdict.
    package static let threshold = 0.05

    /// Differences within this many nats matter to nobody, unless a spec says otherwise.
    package static let usualMargin = 0.01

    /// In one or two words, which do not change with the number of seeds.
    package var name: String {
        switch self {
        case .incomplete: "incomplete"
        case .oneSeed: "one seed"
        case .equivalent: "equivalent"
        case .better: "better"
        case .worse: "worse"
        case .undecided: "undecided"
        }
    }

    /// All names, in the order in which a summary counts them.
    package static let names = [
        Verdict.better, .worse, .equivalent, .undecided(.about(0)), .oneSeed, .incomplete,
    ].map(\.name)

    /// About how many seeds are needed, where that is what is wanting and can be said.
    package var seedsNeeded: Int? {
        if case .undecided(.about(let seeds)) = self { seeds } else { nil }
    }
}

extension Verdict: CustomStringConvertible {
    /// As a table shows it: `undecided (about 7 seeds needed)`.
    package var description: String {
        switch self {
        case .undecided(.about(let seeds)): "\(name) (about \(seeds) seeds needed)"
        case .undecided(.moreThan(let seeds)): "\(name) (more than \(seeds) seeds needed)"
        case .incomplete, .oneSeed, .equivalent, .better, .worse: name
        }
    }

    /// For a narrow terminal: `undecided (~7 seeds)`.
    package var shortDescription: String {
        switch self {
        case .undecided(.about(let seeds)): "\(name) (~\(seeds) seeds)"
        case .undecided(.moreThan(let seeds)): "\(name) (>\(seeds) seeds)"
        case .incomplete, .oneSeed, .equivalent, .better, .worse: name
        }
    }
}

package import Sweeping

/// How many trials of a row stand where.
package struct Standing: Hashable, Sendable {
    private let counts: [TrialRecord.Status: Int]

    package init(_ statuses: some Sequence<TrialRecord.Status>) {
        counts = statuses.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    /// The trials that have some status.
    package func count(_ status: TrialRecord.Status) -> Int { counts[status] ?? 0 }

    /// All trials.
    package var total: Int { counts.values.reduce(0, +) }
}

extension Standing: CustomStringConvertible {
    /// The finished of all, and what became of the others: `3/3`, `2/3, 1 diverged`.
    package var description: String {
        let others = TrialRecord.Status.allCases.filter { $0 != .finished && count($0) > 0 }
        let parts = ["\(count(.finished))/\(total)"] + others.map { "\(count($0)) \($0.rawValue)" }
        return parts.joined(separator: ", ")
    }

    /// The finished of all alone: `2/3`.
    package var shortDescription: String { "\(count(.finished))/\(total)" }
}

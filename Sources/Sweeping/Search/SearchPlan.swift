/// How workers go about the cells of a sweep, as its manifest says; without one they take them in
/// the order of the plan.
package enum SearchPlan: Hashable, Sendable, Codable {
    /// Successive halving: trials pause at each rung, given in optimiser's steps, of which the last
    /// is their end; of `reduction` trials in a rung, one goes on to the next.
    case halving(reduction: Int, rungs: [Int])
    /// Every setting of some keys runs with the seeds to choose by, and the best of each group of
    /// cells with the seeds to measure on.
    case tuning(keys: [String], choose: [Int], measure: [Int])

    /// Whether trials may wait on the way to their end.
    var pausesTrials: Bool { if case .halving = self { true } else { false } }

    /// Whether it can be followed. A file may say anything.
    var isSound: Bool {
        switch self {
        case .halving(let reduction, let rungs):
            reduction >= 2 && rungs.first ?? 0 > 0 && zip(rungs, rungs.dropFirst()).allSatisfy(<)
        case .tuning(let keys, let choose, let measure):
            !keys.isEmpty && !choose.isEmpty && !measure.isEmpty
                && Set(choose).isDisjoint(with: measure)
        }
    }
}

extension HalvingSpec {
    /// The steps at which trials are compared, and their end: the first rung, times the reduction
    /// again and again.
    func rungs(steps: Int) -> [Int] {
        var rungs: [Int] = []
        var next = minimum
        while next < steps {
            rungs.append(next)
            let product = next.multipliedReportingOverflow(by: reduction)
            if product.overflow { break }
            next = product.partialValue
        }
        return rungs + [steps]
    }
}

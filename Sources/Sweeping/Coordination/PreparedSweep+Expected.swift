extension PreparedSweep {
    /// Which part of its work each trial is expected to do, by identity; those that are not in it
    /// will do all of it.
    ///
    /// As many trials as the reduction says go on at each rung, and of the trials that measure a
    /// group's settings those of one setting run; which ones, nobody knows yet.
    var expectedShares: [String: Double] {
        switch plan.search {
        case nil: return [:]
        case .halving(let reduction, let rungs):
            var share = 0.0
            var part = 1.0
            var last = 0
            for rung in rungs {
                share += part * Double(rung - last)
                part /= Double(reduction)
                last = rung
            }
            share /= Double(max(1, last))
            return Dictionary(uniqueKeysWithValues: trials.map { ($0.id, share) })
        case .tuning(let keys, let choose, _):
            var shares: [String: Double] = [:]
            for group in Tuning(manifestCells, keys: keys, choose: choose).groups {
                for trial in group.settings.flatMap(\.measuring) {
                    shares[trial] = 1 / Double(group.settings.count)
                }
            }
            return shares
        }
    }
}

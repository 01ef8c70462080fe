import Sweeping

/// The rows of two variants that are compared with each other.
struct CellPair {
    let shared: SharedCell
    let a: ResultsCell
    let b: ResultsCell
    /// Whether A's row is the one that the sweep's table compares B's with, where A is its baseline.
    let isOfTable: Bool

    /// The trials of the seeds that both have finished, by seed.
    var seeds: [(seed: UInt64, a: TrialRecord, b: TrialRecord)] {
        let others = b.finished.reduce(into: [:]) { $0[$1.seed] = $1 }
        return a.finished.sorted { $0.seed < $1.seed }.compactMap { record in
            others[record.seed].map { (record.seed, record, $0) }
        }
    }

    /// The better mean loss of the two.
    var bestLoss: Double { min(a.meanLoss ?? .infinity, b.meanLoss ?? .infinity) }
}

extension ResultsCell {
    /// The mean best loss of the finished trials.
    var meanLoss: Double? { SampleMean(losses)?.mean }

    /// The cells of a sweep; of one that tunes keys, those that measure the settings chosen where
    /// there are some.
    static func measured(_ results: SweepResults) -> [ResultsCell] {
        let all = cells(of: results)
        let measured = all.filter { $0.key.part != .choosing }
        return measured.isEmpty ? all : measured
    }

    /// The one with the least mean loss, the first of equals; nil where there is none.
    static func best(of cells: [ResultsCell]) -> ResultsCell? {
        cells.min { ($0.meanLoss ?? .infinity) < ($1.meanLoss ?? .infinity) }
    }
}

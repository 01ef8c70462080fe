import Transformer

/// What trials have taken, by which those that are left can be guessed.
struct WorkTimes {
    /// Trials that differ in nothing but the seed.
    private struct Kind: Hashable {
        let label: String?
        let values: [String: JSONValue]
    }

    private struct Mean {
        private(set) var count = 0
        private var sum = 0.0
        var value: Double? { count > 0 ? sum / Double(count) : nil }

        mutating func add(_ seconds: Double) {
            count += 1
            sum += seconds
        }
    }

    private var taken: [Kind: Mean] = [:]
    private var all = Mean()
    private var left: [(id: String, kind: Kind)] = []

    /// Counts a trial that has ended, or one that is left.
    mutating func add(_ cell: SweepManifest.Cell, _ record: EndedTrial?) {
        let kind = Kind(label: cell.label, values: cell.values.filter { $0.key != "seed" })
        guard let record else {
            left.append((cell.id, kind))
            return
        }
        // What went wrong halfway says little of its like.
        guard record.status == .finished, let seconds = record.run?.seconds else { return }
        taken[kind, default: Mean()].add(seconds)
        all.add(seconds)
    }

    /// Seconds that one worker would take for what is left; nil where nothing is, or none has ended.
    ///
    /// - Parameter running: Trials that somebody works on, of which half may be left.
    func secondsLeft(running: Set<String>) -> Double? {
        guard !left.isEmpty, let usual = all.value else { return nil }
        return left.reduce(0) { sum, trial in
            let whole = taken[trial.kind]?.value ?? usual
            return sum + (running.contains(trial.id) ? whole / 2 : whole)
        }
    }
}

import Sweeping
import Transformer

/// What is to be known of rows that a search has found.
extension ResultsNotes {
    /// Who chose the settings of rows, and who measured them.
    var tuning: String? {
        guard case .tuning(let keys, let choose, let measure) = search else { return nil }
        let names = NumberText.list(keys)
        func seeds(_ seeds: [Int]) -> String {
            let texts = NumberText.list(seeds.map(String.init))
            return seeds.count == 1 ? "seed \(texts)" : "seeds \(texts)"
        }
        var sentences = [
            "Each row 'best of' has the best setting of \(names), chosen by the least mean loss on "
                + "\(seeds(choose)) and measured on \(seeds(measure)); the rows 'tried' have the "
                + "settings on \(seeds(choose)), and are no measurement of the best one."
        ]
        let unneeded = Set(records.filter { $0.status == .unneeded }.map(\.id)).count
        if unneeded > 0 {
            let verb = unneeded == 1 ? "trial was" : "trials were"
            sentences.append("\(unneeded) \(verb) not needed, as another setting was chosen.")
        }
        let groups = Tuning(
            records.map { SweepManifest.Cell(id: $0.id, label: $0.label, values: $0.cell) },
            keys: keys, choose: choose
        ).groups
        let losses = Dictionary(records.map { ($0.id, $0.lossToChooseBy) }) { first, _ in first }
        let choices = groups.map { Tuning.choice(of: $0) { losses[$0] ?? nil } }
        let open = choices.count { $0 == .undecided }
        if open > 0 {
            sentences.append("\(open) of \(groups.count) choices are not made yet.")
        }
        let lost = choices.count { $0 == .none }
        if lost > 0 {
            sentences.append(
                "For \(lost) of \(groups.count) no setting could be chosen, as each has a trial "
                    + "that failed or diverged.")
        }
        for key in keys {
            let count = zip(groups, choices).count { $0.isAtEnd(of: key, $1) }
            guard count > 0 else { continue }
            sentences.append(
                "For \(count) of \(groups.count) the best \(key) is the least or the greatest that "
                    + "was tried, and one beyond it may be better.")
        }
        return sentences.joined(separator: " ")
    }

    /// How many trials successive halving has let go on to their end.
    var halving: String? {
        guard case .halving(let reduction, let rungs) = search else { return nil }
        let steps = NumberText.list(rungs.dropLast().map(String.init))
        let trials = Set(records.map(\.id)).count
        let whole = Set(records.filter { $0.status == .finished }.map(\.id)).count
        return "\(whole) of \(trials) trials went on to their end: about one in \(reduction) does "
            + "after \(steps) steps, by its validation loss until then. A loss at which a trial was "
            + "stopped is not the one that it would have ended with."
    }

    /// Of means over seeds some of which were stopped.
    var survivors: String? {
        let some = rows.contains { $0.validationLoss != nil && $0.stopped != nil }
        return some
            ? "Warning: where some seeds of a row were stopped, its mean is that of the luckier ones."
            : nil
    }
}

extension Tuning.Group {
    /// Whether the choice is the least or the greatest of three numbers or more.
    fileprivate func isAtEnd(of key: String, _ choice: Tuning.Choice) -> Bool {
        guard case .best(let index) = choice else { return false }
        let numbers = settings.map { $0.values[key]?.numberValue }
        let known = Set(numbers.compactMap(\.self)).sorted()
        guard known.count > 2, !numbers.contains(nil), let chosen = numbers[index] else {
            return false
        }
        return chosen == known[0] || chosen == known[known.count - 1]
    }
}

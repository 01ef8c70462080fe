package import Transformer

/// Cells of which some keys are tuned: which settings there are, and which of them is the best.
///
/// A group is what is tuned by itself: the cells that differ in the tuned keys and the seed alone.
/// All groups have the same settings and seeds, and so equal budgets.
package struct Tuning: Hashable, Sendable {
    /// Values of the tuned keys.
    package struct Setting: Hashable, Sendable {
        package let values: [String: JSONValue]
        /// The trials by which it is judged, and those that measure it once it is chosen.
        package fileprivate(set) var choosing: [String] = []
        package fileprivate(set) var measuring: [String] = []
    }

    package struct Group: Hashable, Sendable {
        package let label: String?
        /// The values of the axes but for the tuned keys and the seed.
        package let values: [String: JSONValue]
        /// In the order of the spec.
        package fileprivate(set) var settings: [Setting] = []
    }

    /// What is known of a group's settings.
    package enum Choice: Hashable, Sendable {
        /// Some trials have yet to end.
        case undecided
        /// The setting of this index is the best.
        case best(Int)
        /// Every setting has a trial that failed or diverged.
        case none
    }

    /// In the order of the spec.
    package private(set) var groups: [Group] = []

    /// Puts cells into groups.
    ///
    /// - Parameters:
    ///   - keys: The tuned ones.
    ///   - choose: The seeds to choose by; cells with others are to measure.
    package init(_ cells: [SweepManifest.Cell], keys: [String], choose: [Int]) {
        struct Key: Hashable {
            let label: String?
            let values: [String: JSONValue]
        }
        var places: [Key: Int] = [:]
        var settingPlaces: [[[String: JSONValue]: Int]] = []
        for cell in cells {
            let tuned = cell.values.filter { keys.contains($0.key) }
            let rest = cell.values.filter { !keys.contains($0.key) && $0.key != "seed" }
            let key = Key(label: cell.label, values: rest)
            let place = places[key] ?? groups.count
            if place == groups.count {
                places[key] = place
                groups.append(Group(label: cell.label, values: rest))
                settingPlaces.append([:])
            }
            let setting = settingPlaces[place][tuned] ?? groups[place].settings.count
            if setting == groups[place].settings.count {
                settingPlaces[place][tuned] = setting
                groups[place].settings.append(Setting(values: tuned))
            }
            if cell.isToChoose(choose) {
                groups[place].settings[setting].choosing.append(cell.id)
            } else {
                groups[place].settings[setting].measuring.append(cell.id)
            }
        }
    }

    /// The setting with the least mean loss over the seeds to choose by, the first of equals.
    ///
    /// - Parameter loss: The best validation loss of a trial that has ended, infinite where it
    ///   failed or diverged, and nil where it has yet to end.
    package static func choice(of group: Group, loss: (String) -> Double?) -> Choice {
        var best: (index: Int, mean: Double)?
        for (index, setting) in group.settings.enumerated() {
            var sum = 0.0
            for trial in setting.choosing {
                guard let loss = loss(trial) else { return .undecided }
                sum += loss.isNaN ? .infinity : loss
            }
            let mean = sum / Double(setting.choosing.count)
            if mean < best?.mean ?? .infinity { best = (index, mean) }
        }
        return best.map { .best($0.index) } ?? .none
    }
}

extension SweepManifest.Cell {
    /// Whether the cell's seed is one of those to choose by.
    package func isToChoose(_ choose: [Int]) -> Bool {
        if case .integer(let seed) = values["seed"] { choose.contains(seed) } else { false }
    }
}

extension TrialRecord {
    /// What a choice goes by: the best loss, infinite for a trial that failed or diverged; nil for
    /// one that has yet to end.
    package var lossToChooseBy: Double? {
        guard status.hasEnded else { return nil }
        return status == .finished ? outcome?.bestValidationLoss ?? .infinity : .infinity
    }
}

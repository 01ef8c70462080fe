import Training
import Transformer

/// Matched comparisons: every variant at the width at which it costs what the baseline costs.
extension SweepSpec {
    /// The key `match` of a spec, or of the command line, which replaces it; and where it stands.
    ///
    /// - Parameter overrides: Those of the command line, from which it is taken.
    /// - Throws: `ConfigurationError`.
    static func match(
        _ reader: ConfigurationReader, _ overrides: inout Settings
    ) throws(ConfigurationError) -> (cost: MatchedCost?, origin: Settings.Origin) {
        let key = "match"
        let written: MatchedCost? = try reader.choice(key)
        guard let entry = overrides.entries[key] else {
            return (written, Settings.Origin(source: reader.source, path: key))
        }
        overrides.remove(key)
        let argument = ConfigurationReader([key: entry.value], source: entry.origin.source)
        return (try argument.choice(key), entry.origin)
    }

    /// For each cell the place of the baseline's cell whose cost it is to have: the one with the
    /// same values, but for options of its own variant. Nil for the baseline's own cells; all are nil
    /// where nothing is matched.
    ///
    /// - Parameter baseline: The value of `variant` that names it.
    /// - Throws: `ConfigurationError` where a cell has no such counterpart, or where the sweep
    ///   itself looks for the best width.
    func counterparts(
        of cells: [SweepCell], baseline: String?
    ) throws(ConfigurationError) -> [Int?] {
        guard let match else { return cells.map { _ in nil } }
        guard let baseline else {
            let variants = Set(cells.map(\.spelledVariant)).sorted()
            throw refused(
                "it needs a baseline, whose \(match.title) the others are to have; the key "
                    + "'baseline' should name one of the variants, such as '\(variants[0])'")
        }
        if let origin = search?.draws?.keys.first(where: { $0.name == "width" })?.origin {
            throw refused("it chooses the widths, which '\(origin.path)' draws; keep one of them")
        }
        if tune?.axes.contains(where: { $0.key == "width" }) == true {
            throw refused("it chooses the widths, which 'tune.width' tunes; keep one of them")
        }
        var places: [[String: JSONValue]: [Int]] = [:]
        for (index, cell) in cells.enumerated() where cell.spelledVariant == baseline {
            places[cell.sharedValues, default: []].append(index)
        }
        return try cells.map { cell throws(ConfigurationError) in
            guard cell.spelledVariant != baseline else { return nil }
            let found = (places[cell.sharedValues] ?? []).filter { cells[$0].agrees(with: cell) }
            let labelled = found.filter { cells[$0].label == cell.label }
            let candidates = labelled.isEmpty ? found : labelled
            // Cells that differ in what no cost depends on may have other labels.
            let first = candidates.first
            guard let first,
                candidates.allSatisfy({ cells[$0].config.isSameModel(as: cells[first].config) })
            else {
                let count = candidates.isEmpty ? "no cell" : "\(candidates.count) cells"
                throw refused(
                    "the baseline '\(baseline)' has \(count) with the same values to match; it "
                        + "should have one"
                ).inCell(cell.description)
            }
            return first
        }
    }

    private func refused(_ reason: String) -> ConfigurationError {
        ConfigurationError(
            source: matchOrigin.source, path: matchOrigin.path, problem: .inconsistent(reason))
    }
}

extension SweepCell {
    /// The value of `variant`.
    fileprivate var spelledVariant: String {
        settings["variant"]?.text ?? Composition.standardName
    }

    /// The values that a counterpart has too: all but the variant and options.
    fileprivate var sharedValues: [String: JSONValue] {
        values.filter { $0.key != "variant" && !$0.key.contains(".") }
    }

    /// Whether the options that both cells have are the same.
    fileprivate func agrees(with other: SweepCell) -> Bool {
        other.values.allSatisfy { name, value in
            !name.contains(".") || values[name] == nil || values[name] == value
        }
    }
}

extension TrialConfig {
    fileprivate func isSameModel(as other: TrialConfig) -> Bool {
        model == other.model && variant == other.variant && sequences == other.sequences
            && data == other.data && training.precision == other.training.precision
    }
}

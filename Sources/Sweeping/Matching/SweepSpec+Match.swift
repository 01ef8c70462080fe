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

    /// For each cell the place of the baseline's cell whose cost it is to have: one with the same
    /// values, but for the seed, on which no cost depends, for options of its own variant, and for
    /// what makes the baseline another case. Nil for the baseline's own cells; all are nil where
    /// nothing is matched.
    ///
    /// - Parameter baseline: The value of `variant`, or the label of cases, that names it.
    /// - Throws: `ConfigurationError` where a cell has no such counterpart, or where the sweep
    ///   itself looks for the best width.
    func counterparts(
        of cells: [SweepCell], baseline: String?
    ) throws(ConfigurationError) -> [Int?] {
        guard let match else { return cells.map { _ in nil } }
        guard let baseline else {
            let variants = Set(cells.map(\.rowVariant)).sorted()
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
        let isVariant = cells.contains { $0.rowVariant == baseline }
        let isOwn = cells.map { (isVariant ? $0.rowVariant : $0.label) == baseline }
        guard isOwn.contains(false) else {
            throw refused(
                "every cell is one of the baseline '\(baseline)', so that there is nothing to "
                    + "match; leave the key out, or name another baseline")
        }
        var mayDiffer: Set<String> = isVariant ? [] : Set(cases.flatMap { $0.settings.keys })
        mayDiffer.insert("seed")
        if isVariant { mayDiffer.insert("variant") }
        // Where no axis is called so, `with` spells the variants.
        if isVariant, !cells.contains(where: { $0.values["variant"] != nil }) {
            mayDiffer.insert("with")
        }
        // One of each kind, as there may be many seeds.
        var seen: Set<CounterpartKind> = []
        var places: [[String: JSONValue]: [Int]] = [:]
        for (index, cell) in cells.enumerated() where isOwn[index] {
            let values = cell.values(besides: mayDiffer)
            guard seen.insert(CounterpartKind(cell, values: values)).inserted else { continue }
            places[values, default: []].append(index)
        }
        var result: [Int?] = []
        for (cell, isOwn) in zip(cells, isOwn) {
            guard !isOwn else {
                result.append(nil)
                continue
            }
            let found = (places[cell.values(besides: mayDiffer)] ?? [])
                .filter { cells[$0].agrees(with: cell, besides: mayDiffer) }
            let labelled = found.filter { cells[$0].label == cell.label }
            let candidates = labelled.isEmpty ? found : labelled
            let models = Set(candidates.map { CostedModel(cells[$0].config) })
            guard let first = candidates.first, models.count == 1 else {
                let count = candidates.isEmpty ? "no cell" : "\(models.count) different models"
                throw refused(
                    "the baseline '\(baseline)' has \(count) with the same values to match; it "
                        + "should have one"
                ).inCell(cell.description)
            }
            result.append(first)
        }
        return result
    }

    private func refused(_ reason: String) -> ConfigurationError {
        ConfigurationError(
            source: matchOrigin.source, path: matchOrigin.path, problem: .inconsistent(reason))
    }
}

/// What a cost depends on before the data are read: of other data the vocabulary may be another.
private struct CostedModel: Hashable {
    let key: TrialConfig.CostKey
    let data: DataConfig

    init(_ config: TrialConfig) {
        key = config.costKey
        data = config.data
    }
}

/// What tells a cell of the baseline from others that would do as well.
private struct CounterpartKind: Hashable {
    let values: [String: JSONValue]
    let options: [String: JSONValue]
    let label: String?
    let model: CostedModel

    init(_ cell: SweepCell, values: [String: JSONValue]) {
        self.values = values
        options = cell.values.filter { $0.key.contains(".") }
        label = cell.label
        model = CostedModel(cell.config)
    }
}

extension SweepCell {
    /// The values that a counterpart has too, of which options are none.
    fileprivate func values(besides others: Set<String>) -> [String: JSONValue] {
        values.filter { !others.contains($0.key) && !$0.key.contains(".") }
    }

    /// Whether the options that both cells have are the same, but for those that may differ.
    fileprivate func agrees(with other: SweepCell, besides others: Set<String>) -> Bool {
        other.values.allSatisfy { name, value in
            !name.contains(".") || values[name] == nil || values[name] == value
                || others.contains(name)
        }
    }
}

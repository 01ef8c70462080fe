package import Transformer

extension SweepSpec {
    /// More cells than anybody means, and than fit in memory comfortably.
    private static let greatestCellCount = 1_000_000

    /// Works the spec out. Seeds change slowest, so that every cell has one result before any has
    /// two; then cases, variants, and the other axes by name.
    ///
    /// - Throws: `ConfigurationError`, with the cell where it is the combination that cannot be.
    package func plan(catalogue: Catalogue) throws(ConfigurationError) -> SweepPlan {
        var names = VariantNames(catalogue)
        try checkCount()
        let draws = try possibleDraws(&names, catalogue)
        var drafts = combinations(seeds: seedAxes, draws: draws).map { names.resolved($0) }
        drafts = Self.unique(drafts)
        try checkOptions(drafts, catalogue)
        drafts = try applyingSkip(to: drafts, &names)
        guard !drafts.isEmpty else {
            throw ConfigurationError(
                source: source, path: "skip", problem: .inconsistent("it leaves no cell over"))
        }
        let axes = varying(drafts)
        var cells: [SweepCell] = []
        cells.reserveCapacity(drafts.count)
        for draft in drafts {
            let values = draft.settings.values.filter { axes.contains($0.key) }
            do throws(ConfigurationError) {
                cells.append(
                    SweepCell(
                        label: draft.label, values: values,
                        config: try TrialConfig(draft.settings, catalogue: catalogue),
                        settings: draft.settings))
            } catch {
                throw error.ofArguments.inCell(SweepCell.describe(draft.label, values))
            }
        }
        try checkColumns(cells)
        let baseline = try checkedBaseline(cells, &names)
        return SweepPlan(
            spec: self, axes: axes, cells: cells, baseline: baseline,
            counterparts: try counterparts(of: cells, baseline: baseline),
            search: try searchPlan(cells),
            remarks: remarks + [repetitions(in: draws), idleImprovement(cells)].compactMap(\.self))
    }

    /// A cell before it is read.
    struct Draft {
        let label: String?
        var settings: Settings
    }

    /// The axes of seeds, which change slowest.
    private var seedAxes: [Axis] { tune.map { [$0.seeds] } ?? grid.filter { $0.key == "seed" } }

    /// Every other axis: variants, then those of the grid and those to be tuned, by name.
    private var otherAxes: [Axis] {
        let then = grid.filter { $0.key == "variant" }
        let rest = grid.filter { $0.key != "seed" && $0.key != "variant" } + (tune?.axes ?? [])
        return then + rest.sorted { $0.key < $1.key }
    }

    /// Refuses a spec of more cells than fit in memory.
    private func checkCount() throws(ConfigurationError) {
        var count = max(1, cases.count)
        let tuned = tune.map { $0.axes + [$0.seeds] } ?? []
        let factors =
            grid.map { ($0.values.count, "grid") } + tuned.map { ($0.values.count, "tune") }
            + (search?.draws.map { [($0.count, "search.count")] } ?? [])
        for (factor, path) in factors {
            let product = count.multipliedReportingOverflow(by: factor)
            guard !product.overflow, product.partialValue <= Self.greatestCellCount else {
                throw ConfigurationError(
                    source: source, path: path,
                    problem: .inconsistent(
                        "it makes more than \(Self.greatestCellCount) cells"))
            }
            count = product.partialValue
        }
    }

    /// Every combination of the draws' values, the cases' and the axes'.
    ///
    /// - Parameters:
    ///   - seeds: The axis of seeds, if any.
    ///   - draws: What each draw sets; nil where nothing is drawn.
    func combinations(seeds: [Axis], draws: [Settings]?) -> [Draft] {
        var drafts = [Draft(label: nil, settings: base)]
        for axis in seeds { drafts = drafts.flatMap { Self.spread($0, over: axis) } }
        if let draws {
            drafts = drafts.flatMap { draft in
                draws.map { draw in
                    var settings = draft.settings
                    settings.overlay(draw)
                    return Draft(label: draft.label, settings: settings)
                }
            }
        }
        if !cases.isEmpty {
            drafts = drafts.flatMap { draft in
                cases.map { one in
                    var settings = draft.settings
                    settings.overlay(one.settings)
                    return Draft(label: one.label, settings: settings)
                }
            }
        }
        for axis in otherAxes { drafts = drafts.flatMap { Self.spread($0, over: axis) } }
        return drafts
    }

    private static func spread(_ draft: Draft, over axis: Axis) -> [Draft] {
        axis.values.map { entry in
            var layer = Settings(source: draft.settings.source)
            layer.set(axis.key, to: entry.value, origin: entry.origin)
            var result = draft
            result.settings.overlay(layer)
            return result
        }
    }

    /// Without repetitions, as arise where an option's axis does not apply.
    private static func unique(_ drafts: [Draft]) -> [Draft] {
        struct Content: Hashable {
            let label: String?
            let values: [String: JSONValue]
        }
        var seen: Set<Content> = []
        return drafts.filter {
            seen.insert(Content(label: $0.label, values: $0.settings.values)).inserted
        }
    }

    private func applyingSkip(
        to drafts: [Draft], _ names: inout VariantNames
    ) throws(ConfigurationError) -> [Draft] {
        var kept = drafts
        for entry in skip {
            let wanted = entry.settings.values.mapValues { $0 }
            let left = kept.filter { !$0.settings.matches(wanted, &names) }
            // Another entry may have left the same cells out already.
            guard drafts.contains(where: { $0.settings.matches(wanted, &names) }) else {
                let keys = Set(drafts.flatMap { $0.settings.keys })
                if let unknown = wanted.keys.sorted().first(where: { !keys.contains($0) }) {
                    throw ConfigurationError(
                        source: source, path: "\(entry.path).\(unknown)",
                        problem: .unknownKey(
                            nearest: nearest(to: unknown, among: keys.sorted()),
                            known: keys.sorted()))
                }
                // What is drawn may not be so this time.
                guard wanted.keys.allSatisfy({ !isDrawn($0) }) else { continue }
                throw ConfigurationError(
                    source: source, path: entry.path,
                    problem: .inconsistent(
                        "no cell is \(JSONValue.object(wanted)), so that nothing is left out"))
            }
            kept = left
        }
        return kept
    }

    /// The keys whose values differ between cells: `variant`, the others by name, `seed`.
    private func varying(_ drafts: [Draft]) -> [String] {
        let keys = Set((seedAxes + otherAxes).map(\.key)).union(cases.flatMap { $0.settings.keys })
            .union(search?.draws?.keys.map(\.name) ?? [])
            .union(drafts.contains { $0.settings["variant"] != nil } ? ["variant"] : [])
        let ends = ["variant", "seed"]
        let ordered =
            (keys.contains("variant") ? ["variant"] : [])
            + keys.subtracting(ends).sorted() + (keys.contains("seed") ? ["seed"] : [])
        return ordered.filter { key in
            guard let first = drafts.first?.settings[key] else {
                return drafts.contains { $0.settings[key] != nil }
            }
            return drafts.contains { $0.settings[key] != first }
        }
    }

    private func checkedBaseline(
        _ cells: [SweepCell], _ names: inout VariantNames
    ) throws(ConfigurationError) -> String? {
        var present = Set(cells.map(\.rowVariant))
        guard let baseline else {
            return present.contains(Composition.standardName) ? Composition.standardName : nil
        }
        // A variant that all cells have may be named without what `with` adds to it.
        present.formUnion(
            cells.map { $0.settings["variant"]?.text ?? Composition.standardName })
        let name = names.canonical(baseline)
        guard !present.contains(name) else { return name }
        let labels = Set(cases.compactMap(\.label))
        guard labels.contains(baseline) else {
            let known = present.sorted() + labels.sorted()
            throw ConfigurationError(
                source: baselineOrigin.source, path: baselineOrigin.path,
                problem: .impossible(
                    found: JSONValue.string(baseline).description,
                    expected: "a variant of the sweep or the label of a case, such as "
                        + known[0],
                    nearest: nearest(to: baseline, among: known)))
        }
        return baseline
    }
}

extension Settings {
    /// Whether these have all the wanted values. A list stands for any of its values, except where
    /// the value itself is one.
    func matches(
        _ wanted: [String: JSONValue], _ names: inout VariantNames
    ) -> Bool {
        for (key, value) in wanted {
            guard let own = self[key] else { return false }
            let choices = own.elements == nil ? value.elements ?? [value] : [value]
            var isMatch = false
            for choice in choices {
                let choice = key == "variant" ? names.canonical(choice) : choice
                isMatch = isMatch || choice.isSame(as: own)
            }
            guard isMatch else { return false }
        }
        return true
    }
}

extension ConfigurationError {
    /// The same error, with the cell where a combination of keys is at fault.
    func inCell(_ cell: String) -> ConfigurationError {
        guard case .inconsistent = problem, !cell.isEmpty else { return self }
        return ConfigurationError(
            source: source + ", in the cell " + cell, path: path, problem: problem)
    }
}

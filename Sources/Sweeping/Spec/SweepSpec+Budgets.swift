import Training
import Transformer

/// Searches compare trials, which takes trials that can be compared.
extension SweepSpec {
    /// How workers are to go about the cells; nil for the order of the plan.
    ///
    /// - Throws: `ConfigurationError` where trials could not be compared fairly.
    func searchPlan(_ cells: [SweepCell]) throws(ConfigurationError) -> SearchPlan? {
        if let halving = search?.halving { return try halvingPlan(halving, cells) }
        guard let tune else { return nil }
        try checkSettings(tune, cells)
        func seeds(_ axis: Axis) -> [Int] {
            axis.values.compactMap { if case .integer(let seed) = $0.value { seed } else { nil } }
        }
        return .tuning(
            keys: tune.axes.map(\.key), choose: seeds(tune.choose), measure: seeds(tune.measure))
    }

    private func halvingPlan(
        _ halving: HalvingSpec, _ cells: [SweepCell]
    ) throws(ConfigurationError) -> SearchPlan {
        let steps = try commonSteps(cells)
        let origin = halving.origin
        guard halving.minimum < steps else {
            throw ConfigurationError(
                source: origin.source, path: origin.path,
                problem: .inconsistent(
                    "trials have \(steps) steps, so that none would be stopped before its end; it "
                        + "should be less"))
        }
        for cell in cells {
            // Steps have an interval; `commonSteps` refuses epochs, whose interval may be nil.
            guard let interval = cell.config.training.evaluateEvery,
                !halving.minimum.isMultiple(of: interval)
            else { continue }
            let near = max(1, halving.minimum / interval) * interval
            throw ConfigurationError(
                source: origin.source, path: origin.path,
                problem: .inconsistent(
                    "trials are compared after \(halving.minimum) steps, but evaluated every "
                        + "\(interval) (the key 'evaluateEvery'); it should be a multiple of "
                        + "\(interval), such as \(near)")
            ).inCell(cells.count > 1 ? cell.description : "")
        }
        return .halving(reduction: halving.reduction, rungs: halving.rungs(steps: steps))
    }

    /// The steps that all cells have.
    private func commonSteps(_ cells: [SweepCell]) throws(ConfigurationError) -> Int {
        var common: Int?
        for cell in cells {
            guard case .steps(let steps) = cell.config.training.duration else {
                throw cell.settings.located(
                    "successive halving compares trials after a number of steps, so that they "
                        + "should have 'steps' in the place of 'epochs'", at: "epochs")
            }
            if let common, common != steps {
                throw cell.settings.located(
                    "successive halving compares trials after equally many steps, but there are "
                        + "cells with \(common) and with \(steps)", at: "steps"
                ).inCell(cell.description)
            }
            common = steps
            if cell.config.data != cells[0].config.data {
                let key = DataConfig.differing(cell.config.data, cells[0].config.data) ?? "corpus"
                throw cell.settings.located(
                    "successive halving compares the losses of all trials, which cells of "
                        + "different data do not allow", at: key
                ).inCell(cell.description)
            }
        }
        return common ?? 0
    }

    /// Refuses tuning where some cells would have fewer settings or seeds than others.
    private func checkSettings(
        _ tune: TuneSpec, _ cells: [SweepCell]
    ) throws(ConfigurationError) {
        struct Group: Hashable {
            let label: String?
            let values: [String: JSONValue]
        }
        let tuned = Set(tune.axes.map(\.key) + ["seed"])
        var counts: [Group: Int] = [:]
        for cell in cells {
            let values = cell.settings.values.filter { !tuned.contains($0.key) }
            counts[Group(label: cell.label, values: values), default: 0] += 1
        }
        let whole = (tune.axes + [tune.seeds]).reduce(1) { $0 * $1.values.count }
        guard let least = counts.values.min(), least < whole else { return }
        throw ConfigurationError(
            source: source, path: "skip",
            problem: .inconsistent(
                "it leaves out settings or seeds that 'tune' is to try, so that variants would not "
                    + "have equal budgets"))
    }
}

extension DataConfig {
    /// A key in which two configurations differ.
    fileprivate static func differing(_ a: DataConfig, _ b: DataConfig) -> String? {
        let (a, b) = (a.members, b.members)
        return Set(a.keys).union(b.keys).sorted().first { a[$0] != b[$0] }
    }
}

import Training
import Transformer

/// What a spec says to no effect: refused where it can only be a mistake, and else told.
extension SweepSpec {
    /// An option of a variant that is in no cell is a mistake.
    ///
    /// - Throws: `ConfigurationError`.
    func checkOptions(_ drafts: [Draft], _ catalogue: Catalogue) throws(ConfigurationError) {
        var written = base
        for one in cases { written.overlay(one.settings) }
        for axis in grid {
            written.set(axis.key, to: axis.values[0].value, origin: axis.values[0].origin.ofKey)
        }
        for key in search?.draws?.keys ?? [] {
            written.set(key.name, to: .null, origin: key.origin)
        }
        for key in written.keys where key.contains(".") {
            guard !drafts.contains(where: { $0.settings[key] != nil }) else { continue }
            throw written.located("no cell has the variant that this option belongs to", at: key)
        }
    }

    /// A sentence on a least improvement that no cell waits for; nil where there is none.
    func idleImprovement(_ cells: [SweepCell]) -> String? {
        guard let cell = cells.first(where: { $0.config.training.minDelta > 0 }),
            cells.allSatisfy({ $0.config.training.patience == nil }),
            let origin = cell.settings.entries["minDelta"]?.origin
        else { return nil }
        return
            "In \(origin.source), '\(origin.path)' says by how much a loss has to improve before "
            + "'patience' runs out; as no cell has a 'patience', it has no effect."
    }

    /// A sentence for each value of the spec's base, or of its data, that no cell has.
    ///
    /// - Parameters:
    ///   - base: The spec's own, without the arguments.
    ///   - grid: With the arguments: an axis of theirs is meant to replace what there is.
    static func replacements(
        of base: Settings, grid: [Axis], by overrides: Settings, source: String
    ) -> [String] {
        var sentences: [String] = []
        for key in overrides.keys {
            guard let other = TrialConfig.alternatives[key], overrides[other] == nil,
                let place = base.entries[other]?.origin.path
            else { continue }
            sentences.append(
                "\(Settings.argumentSource) \(key) stands in the place of '\(place)' of \(source), "
                    + "which has no effect.")
        }
        for axis in grid {
            guard let origin = axis.values.first?.origin, origin.source == source else { continue }
            for key in [axis.key, TrialConfig.alternatives[axis.key]].compactMap(\.self)
            where overrides[key] == nil {
                guard let place = base.entries[key]?.origin.path else { continue }
                sentences.append(
                    "In \(source), '\(origin.path)' replaces '\(place)', which has no effect.")
            }
        }
        return sentences
    }

    /// A sentence on draws that are the same as others; nil where there are none.
    func repetitions(in draws: [Settings]?) -> String? {
        guard let draws else { return nil }
        let count = Set(draws.map(\.values)).count
        guard count < draws.count else { return nil }
        return "In \(source), only \(count) of the \(draws.count) draws of 'search' "
            + "\(count == 1 ? "is" : "are") different; those that repeat another are not run again."
    }
}

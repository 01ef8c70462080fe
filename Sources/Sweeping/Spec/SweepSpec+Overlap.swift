import Transformer

/// A key can be set in one part of a spec only.
extension SweepSpec {
    /// Refuses a key that more than one part sets.
    ///
    /// - Throws: `ConfigurationError`.
    func checkOverlap() throws(ConfigurationError) {
        for axis in grid {
            for (index, one) in cases.enumerated() where one.settings[axis.key] != nil {
                throw ConfigurationError(
                    source: source, path: "cases[\(index)].\(axis.key)",
                    problem: .inconsistent("the grid sets this key too; it can be in one of them"))
            }
        }
        for key in search?.draws?.keys ?? [] { try checkIsAlone(key.name, key.origin) }
        guard let tune else { return }
        for axis in tune.axes { try checkIsAlone(axis.key, axis.values[0].origin.ofKey) }
        let origin = Settings.Origin(source: source, path: "tune.choose")
        if let other = place(of: "seed") {
            throw ConfigurationError(
                source: source, path: other,
                problem: .inconsistent("'\(origin.path)' and 'tune.measure' name the seeds"))
        }
    }

    /// Refuses searches that do not go together.
    ///
    /// - Throws: `ConfigurationError`.
    func checkSearch() throws(ConfigurationError) {
        guard tune != nil, let search, search.kind != .grid else { return }
        throw ConfigurationError(
            source: source, path: "tune",
            problem: .inconsistent(
                "it tries every setting for each variant to the end, which does not go together "
                    + "with a search of the kind \"\(search.kind.rawValue)\""))
    }

    /// Refuses a drawn or tuned key that is set elsewhere too.
    private func checkIsAlone(
        _ key: String, _ origin: Settings.Origin
    ) throws(ConfigurationError) {
        let keys = [key] + (TrialConfig.alternatives[key].map { [$0] } ?? [])
        for other in keys {
            guard let place = place(of: other) else { continue }
            throw ConfigurationError(
                source: origin.source, path: origin.path,
                problem: .inconsistent(
                    "'\(place)' sets \(other == key ? "this key too" : "what stands in its place")"
                        + "; keep one of them"))
        }
    }

    /// Where grid, cases or base set a key.
    private func place(of key: String) -> String? {
        if grid.contains(where: { $0.key == key }) { return "grid.\(key)" }
        if let index = cases.firstIndex(where: { $0.settings[key] != nil }) {
            return "cases[\(index)].\(key)"
        }
        return base.entries[key].map { $0.origin.path }
    }
}

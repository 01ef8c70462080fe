import Transformer

extension WidthMatcher {
    /// The width of a cell; nil where it keeps the one that the spec gives it.
    ///
    /// - Throws: `ConfigurationError`, at the key that is at fault.
    func decision(
        for index: Int, of plan: SweepPlan
    ) throws(ConfigurationError) -> MatchDecision? {
        guard let counterpart = plan.counterparts[index] else { return nil }
        let reference = plan.cells[counterpart]
        try preparer.load(reference.config.data, settings: reference.settings)
        do {
            return try decision(for: plan.cells[index].config, baseline: reference.config)
        } catch let error as ConfigurationError where error.path == "match" {
            let origin = plan.spec.matchOrigin
            throw ConfigurationError(
                source: origin.source, path: origin.path, problem: error.problem)
        } catch let error as ConfigurationError {
            throw reference.settings.located(error)
        } catch {
            throw reference.settings.located("\(error)", at: "variant")
        }
    }
}

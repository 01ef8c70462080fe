import Tensors
import Transformer

extension SweepSpec {
    /// Draws in a row that may turn out to be impossible before the spec is refused.
    private static let greatestAttemptCount = 1000

    func isDrawn(_ key: String) -> Bool {
        search?.draws?.keys.contains { $0.name == key } ?? false
    }

    /// What each draw sets; nil where nothing is drawn.
    ///
    /// Each number depends on the search's seed, its key, the number of the draw and that of the
    /// attempt alone, so that more draws only add trials, and another key leaves the others' values
    /// as they were. A combination that cannot be, such as heads that do not divide the width, is
    /// drawn anew for every key.
    ///
    /// - Throws: `ConfigurationError` where a value is none that its key takes, or no attempt in a
    ///   thousand gives a combination that can be.
    func possibleDraws(
        _ names: inout VariantNames, _ catalogue: Catalogue
    ) throws(ConfigurationError) -> [Settings]? {
        guard let draws = search?.draws else { return nil }
        var result: [Settings] = []
        for index in 0..<draws.count {
            var attempt = 0
            while true {
                let drawn = settings(of: draws, index, attempt: attempt)
                guard let problem = try obstacle(to: drawn, &names, catalogue) else {
                    result.append(drawn)
                    break
                }
                attempt += 1
                guard attempt < Self.greatestAttemptCount else {
                    let clause = problem.hasSuffix(".") ? String(problem.dropLast()) : problem
                    throw ConfigurationError(
                        source: source, path: "search.draw",
                        problem: .inconsistent(
                            "no combination was possible in \(attempt) attempts at draw "
                                + "\(index + 1); the last one failed as follows: \(clause)"))
                }
            }
        }
        return result
    }

    private func settings(of draws: DrawSpec, _ index: Int, attempt: Int) -> Settings {
        var result = Settings(source: source)
        for key in draws.keys {
            let stream = RandomStream(
                seed: UInt64(draws.seed), purpose: .search, name: key.name, step: UInt64(index))
            let value = key.distribution.value(from: stream, at: UInt64(attempt))
            result.set(key.name, to: value, origin: key.origin)
        }
        return result
    }

    /// Why a draw cannot be: what is wrong with the combination in one of its cells, those that are
    /// skipped left out; nil where nothing is.
    ///
    /// - Throws: `ConfigurationError` for what another draw would not put right.
    private func obstacle(
        to draw: Settings, _ names: inout VariantNames, _ catalogue: Catalogue
    ) throws(ConfigurationError) -> String? {
        // Seeds make no combination impossible.
        for draft in combinations(seeds: [], draws: [draw]) {
            let draft = names.resolved(draft)
            var isSkipped = false
            for entry in skip {
                isSkipped = isSkipped || draft.settings.matches(entry.settings.values, &names)
            }
            guard !isSkipped else { continue }
            do throws(ConfigurationError) {
                _ = try TrialConfig(draft.settings, catalogue: catalogue)
            } catch {
                guard case .inconsistent = error.problem else { throw error }
                // Whoever tells of it names the file.
                var clause = error
                if clause.source == source { clause.source = "" }
                return clause.description
            }
        }
        return nil
    }
}

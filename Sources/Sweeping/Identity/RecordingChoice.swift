import Transformer

/// Chooses between trials that compute the same to the bit, but may record more or less of it: such
/// a trial runs once, as the one that records most.
///
/// What is recorded is no part of a trial's identity, as it decides no result.
struct RecordingChoice {
    private struct Key: Hashable {
        let model: ModelConfig
        let variant: String
    }

    /// What models record, as every seed asks for it anew.
    private var known: [Key: Set<String>] = [:]

    /// The one that records all that the other does; the first of equals.
    ///
    /// - Parameter cell: That of the second.
    /// - Throws: `ConfigurationError` where each records something that the other does not.
    mutating func between(
        _ first: PreparedTrial, _ second: PreparedTrial, of cell: SweepCell
    ) throws(ConfigurationError) -> PreparedTrial {
        let names = (first.config.variant.name, second.config.variant.name)
        guard names.0 != names.1 else { return first }
        let recorded: (first: Set<String>, second: Set<String>)
        do { recorded = (try recordings(of: first), try recordings(of: second)) } catch {
            throw cell.settings.located("\(error)", at: "variant").inCell(cell.description)
        }
        if recorded.second.isSubset(of: recorded.first) { return first }
        if recorded.first.isSubset(of: recorded.second) { return second }
        throw cell.settings.located(
            "'\(names.1)' computes the same as '\(names.0)' of another cell, which makes them one "
                + "trial, but each records what the other does not; put both in one composition",
            at: cell.settings["variant"] == nil ? "with" : "variant"
        ).inCell(cell.description)
    }

    private mutating func recordings(of trial: PreparedTrial) throws -> Set<String> {
        let key = Key(model: trial.config.model, variant: trial.config.variant.name)
        if let found = known[key] { return found }
        let found = try trial.recordings()
        known[key] = found
        return found
    }
}

extension PreparedTrial {
    /// What its model records: a text for each probe.
    ///
    /// - Throws: What tracing throws.
    func recordings() throws -> Set<String> {
        try Transformer.recordings(config.model, config.variant, batch: config.sequences)
    }
}

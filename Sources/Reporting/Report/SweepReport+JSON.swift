package import Foundation
import Sweeping
import Training
import Transformer

extension SweepReport {
    /// Every figure of the report as JSON, for programs. The format is stable: members may be added,
    /// and none will change its meaning or go away without a new `format`.
    ///
    /// The object has
    /// - `format`: 1; `madeAt`: when it was read, by ISO 8601;
    /// - `sweep`: what `sweep.json` holds; `trials`: the lines of `trials.jsonl`, each trial once;
    /// - `table`: what `varia table --format json` prints;
    /// - `evaluations`: by the trials' identities, the lines of their `metrics.jsonl` without probes;
    /// - `probes`: what `varia probes --json` prints;
    /// - `analyses`: the lines of `analysis.jsonl` that are of these trials' best weights;
    ///   `problems`: sentences about unreadable files.
    package func json() throws -> Data {
        let content = Content(
            madeAt: madeAt.formatted(.iso8601), sweep: manifest, trials: trials,
            table: JSONRenderer().value(of: table), evaluations: evaluations, probes: probes,
            analyses: analyses, problems: problems)
        return try JSONText.page(content)
    }

    private struct Content: Encodable {
        var format = 1
        let madeAt: String
        let sweep: SweepManifest
        let trials: [TrialRecord]
        let table: JSONValue
        let evaluations: [String: [EvaluationRecord]]
        let probes: [ProbeTable]
        let analyses: [TrialAnalysis]
        let problems: [String]
    }
}

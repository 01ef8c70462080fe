import Foundation
import Transformer

extension PreparedSweep {
    /// A sentence for each variant that no width brings near what it is to cost.
    package var matchWarnings: [String] {
        var told: Set<String> = []
        var sentences: [String] = []
        for (cell, decision) in zip(plan.cells, cellMatches) {
            guard let decision, decision.match.isFar, told.insert(decision.question).inserted
            else { continue }
            let match = decision.match
            let values = cell.values.filter { $0.key != "seed" }
            let shown = SweepCell.describe(cell.label, values)
            let name = shown.isEmpty ? cell.config.variant.name : shown
            sentences.append(
                match.cost.isExact
                    ? "Warning: no width makes \(name) cost what \(match.baseline) costs: at the "
                        + "nearest, \(match.width), it misses by \(match.missText) "
                        + "\(match.cost.title)."
                    : "Warning: \(name) was measured once more at the width chosen, "
                        + "\(match.width), and misses the time of \(match.baseline) by "
                        + "\(match.missText); what else runs on this machine may have disturbed "
                        + "it.")
        }
        return sentences
    }

    /// What the widths of the sweep mean, as a whole sentence; nil where nothing is matched.
    package var matchSummary: String? {
        guard let cost = plan.spec.match, let baseline = plan.baseline else { return nil }
        let when =
            cost.isExact
            ? ""
            : ", as measured here; a sweep measures once, when it is started, and keeps the widths"
        return "Widths are matched: each variant has the multiple of its heads at which "
            + "\(cost.phrase) is nearest to that of '\(baseline)' with the same values\(when)."
    }
}

extension SweepDirectory {
    /// Refuses widths that were measured while another process measured too, and wrote down others
    /// first.
    ///
    /// - Throws: `SweepError`.
    func checkMeasurements(of sweep: PreparedSweep) throws {
        guard let found = try? SweepManifest.read(self).matches else { return }
        let own = Dictionary((sweep.matches ?? []).map { ($0.question, $0) }) { $1 }
        let isOther = found.contains { decision in
            guard !decision.match.cost.isExact, let chosen = own[decision.question] else {
                return false
            }
            return chosen != decision && !sweep.earlierMatches.contains(decision)
        }
        if isOther { throw SweepError.otherMeasurements(directory: root.path) }
    }
}

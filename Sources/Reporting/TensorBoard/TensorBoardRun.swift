import Foundation
import Sweeping
import Training
import Transformer

/// A trial as a run of TensorBoard: its evaluations as curves, its cell as hyperparameters.
struct TensorBoardRun {
    let record: TrialRecord
    /// Those whose folder is at hand; none of others.
    let evaluations: [EvaluationRecord]
    /// When the last evaluation was made, in seconds since 1970.
    let end: Double

    /// Reads a trial.
    ///
    /// - Throws: `FileError` or `SweepError`.
    init(_ record: TrialRecord, in directory: SweepDirectory) throws {
        self.record = record
        let trial = directory.trial(record.id)
        evaluations = try trial.evaluations() ?? []
        let known = [trial.metrics, directory.records, directory.manifest].lazy.compactMap {
            FileContent.modificationTime(of: $0)
        }
        end = known.first?.timeIntervalSince1970 ?? 0
    }

    /// The values that tell the trial's cell from others, the seed left out, and the width that it has
    /// in the place of the spec's where costs are matched.
    var hyperparameters: [String: JSONValue] {
        var result = record.cell.filter { $0.key != "seed" }
        result["variant"] = result["variant"] ?? .string(record.variant)
        result["case"] = record.label.map { .string($0) }
        result["matchedWidth"] = record.match.map { .integer($0.width) }
        return result
    }

    /// The events of its file, in the order of time.
    ///
    /// - Parameter group: What trials of the same cell are called.
    func events(group: String) -> [TensorBoardEvent] {
        let beginning = end - (evaluations.last?.seconds ?? record.run?.seconds ?? 0)
        var events = [
            TensorBoardEvent.version(time: beginning),
            TensorBoardSession.start(hyperparameters, group: group, time: beginning),
        ]
        for evaluation in evaluations {
            events.append(
                .scalars(
                    scalars(of: evaluation), step: evaluation.step,
                    time: beginning + evaluation.seconds))
        }
        if let outcome = record.outcome, let loss = outcome.bestValidationLoss {
            events.append(
                .scalars(
                    [(TensorBoardSession.metricTag, loss)], step: outcome.bestStep ?? outcome.steps,
                    time: end))
        }
        events.append(TensorBoardSession.end(.init(record.status), time: end))
        return events
    }

    /// The figures of an evaluation; those that are missing are left out.
    private func scalars(of evaluation: EvaluationRecord) -> [(tag: String, value: Double)] {
        let figures: [(String, Double?)] = [
            ("validation/loss", evaluation.validationLoss),
            ("validation/accuracy", evaluation.accuracy),
            ("validation/perplexity", evaluation.perplexity),
            ("training/loss", evaluation.trainLoss),
            ("training/learningRate", evaluation.learningRate),
            ("training/gradientNorm", evaluation.gradientNorm),
            ("training/tokensPerSecond", evaluation.tokensPerSecond),
            ("training/tokensSeen", Double(evaluation.tokensSeen)),
        ]
        let probes = evaluation.probes.map { probe in
            // How large gradients are says more than their mean, which is near 0.
            (Self.tag(of: probe), probe.isGradient ? probe.deviation : probe.mean)
        }
        return (figures + probes).compactMap { tag, value in value.map { (tag, $0) } }
    }

    /// As `probes/attn.window/layer 0`: the curves of a probe stand together.
    private static func tag(of probe: ProbeRecord) -> String {
        let name = ProbeName(probe)
        let path = (name.place.isEmpty ? "" : name.place + ".") + name.name
        return [
            probe.isGradient ? "gradients" : "probes", path, probe.layer.map { "layer \($0)" },
        ].compactMap(\.self).joined(separator: "/")
    }
}

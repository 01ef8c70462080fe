import Charts
import Sweeping
import Transformer

extension SweepReport {
    /// All trials over all axes.
    var parallelSection: ReportSection {
        let id = "coordinates"
        let title = "All trials over all axes"
        let known = trials.filter { $0.outcome != nil }
        let axes = parallelAxes(known)
        guard !axes.isEmpty, known.contains(where: { Self.loss(of: $0) != nil }) else {
            return ReportSection(
                id, title,
                [
                    .missing(
                        known.isEmpty
                            ? "No trial has ended yet, so there are no lines to draw."
                            : "Nothing varies over the trials, so there is no axis to draw.")
                ])
        }
        let lines = known.map { trial in
            ParallelCoordinates.Line(
                Self.name(of: trial), values: axes.map { $0.value(trial) },
                measure: Self.loss(of: trial))
        }
        let best = known.filter { Self.loss(of: $0) != nil }
            .min { (Self.loss(of: $0) ?? 0) < (Self.loss(of: $1) ?? 0) }
        let lowest = best.flatMap { trial in
            Self.loss(of: trial).map {
                " The lowest loss is \(NumberText.loss($0)), of \(Self.name(of: trial))."
            }
        }
        let chart = ParallelCoordinates(
            ChartHeading(
                "Each trial from its settings to its loss",
                summary: "Each of \(ReportText.count(lines.count, "line")) is a trial, colored by "
                    + "the rank of its loss: blue for the lowest on a light page, yellow on a dark "
                    + "one.\(lowest ?? "")"),
            axes: axes.map(\.axis), measure: ReportText.lossAxis("best validation loss"),
            lines: lines)
        return ReportSection(id, title, [.figure(ReportFigure("all trials", chart))])
    }

    /// The best loss of a finished trial; one that diverged had one too, which counts for nothing.
    private static func loss(of trial: TrialRecord) -> Double? {
        trial.status == .finished ? trial.outcome?.bestValidationLoss : nil
    }

    /// What tells a trial from the others of the sweep.
    static func name(of trial: TrialRecord) -> String {
        let values = trial.cell.filter { $0.key != "variant" && $0.key != "with" }
            .sorted { ($0.key == "seed" ? 1 : 0, $0.key) < ($1.key == "seed" ? 1 : 0, $1.key) }
            .map { "\($0.key) \($0.value.text)" }
        return ([trial.label, trial.rowVariant].compactMap(\.self) + values)
            .joined(separator: ", ")
    }

    private struct TrialAxis {
        let axis: ParallelAxis
        let value: (TrialRecord) -> ParallelAxis.Value?
    }

    /// Numbers of more values than these stand along an axis as far apart as they are.
    private static let greatestNameCount = 8

    private func parallelAxes(_ trials: [TrialRecord]) -> [TrialAxis] {
        var axes: [TrialAxis] = []
        let found = variants.filter { variant in trials.contains { $0.rowVariant == variant } }
        if found.count > 1 {
            axes.append(
                TrialAxis(axis: ParallelAxis("variant", names: found)) { .name($0.rowVariant) })
        }
        let names = table.shownAxes + ["seed"]
        for name in names {
            let values = Set(trials.compactMap { $0.cell[name] })
            guard values.count > 1 else { continue }
            let numbers = values.compactMap(\.numberValue)
            if numbers.count == values.count, values.count > Self.greatestNameCount {
                let least = numbers.min() ?? 0
                let isWide = least > 0 && (numbers.max() ?? 0) / least > 30
                axes.append(
                    TrialAxis(
                        axis: ParallelAxis(
                            name, numbers: numbers, kind: isWide ? .logarithmic : .linear)
                    ) { $0.cell[name]?.numberValue.map { .number($0) } })
            } else {
                let sorted = values.sorted(by: JSONValue.isBefore).map(\.text)
                axes.append(
                    TrialAxis(axis: ParallelAxis(name, names: sorted)) {
                        $0.cell[name].map { .name($0.text) }
                    })
            }
        }
        return axes
    }
}

import Charts
import Sweeping

extension SweepReport {
    /// Every trial, and what became of it.
    var trialSection: ReportSection {
        let hasErrors = trials.contains { $0.error != nil }
        let heads =
            [
                ReportTable.Head("trial"), ReportTable.Head("cell"),
                ReportTable.Head("seed", isNumber: true), ReportTable.Head("status"),
                ReportTable.Head("best loss", isNumber: true),
                ReportTable.Head("at step", isNumber: true),
                ReportTable.Head("steps", isNumber: true),
                ReportTable.Head("time", isNumber: true),
            ] + (hasErrors ? [ReportTable.Head("reason")] : [])
        let rows = trials.map { trial in
            Self.row(of: trial) + (hasErrors ? [ReportTable.Cell(Self.reason(trial))] : [])
        }
        let grid = ReportTable(caption: "All trials of the sweep", heads: heads, rows: rows)
        let standing = Standing(trials.map(\.status)).description
        return ReportSection(
            "trials", "All trials",
            trials.isEmpty
                ? [.missing("The sweep has no trials yet.")]
                : [.paragraph("Finished of all: \(standing)."), .markup(grid.markup)])
    }

    private static func row(of trial: TrialRecord) -> [ReportTable.Cell] {
        let outcome = trial.outcome
        let cell = trial.cell.filter { !["variant", "with", "seed"].contains($0.key) }
            .sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.text)" }
        let names = [trial.label, trial.rowVariant].compactMap(\.self) + cell
        let isLost = trial.status == .failed || trial.status == .diverged
        return [
            ReportTable.Cell(trial.id, classes: "id"),
            ReportTable.Cell(names.joined(separator: ", ")),
            ReportTable.Cell(String(trial.seed)),
            ReportTable.Cell(trial.status.rawValue, classes: isLost ? "v-worse" : nil),
            ReportTable.Cell(outcome?.bestValidationLoss.map(NumberText.loss) ?? "-"),
            ReportTable.Cell(outcome?.bestStep.map { NumberText.count(Double($0)) } ?? "-"),
            ReportTable.Cell(outcome.map { NumberText.count(Double($0.steps)) } ?? "-"),
            ReportTable.Cell(trial.run.map { DurationText.text($0.seconds) } ?? "-"),
        ]
    }

    /// Why a trial failed: the last line of what it said.
    private static func reason(_ trial: TrialRecord) -> String {
        trial.error?.split(separator: "\n").last.map(String.init) ?? "-"
    }
}

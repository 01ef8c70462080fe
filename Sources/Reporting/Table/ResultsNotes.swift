import Sweeping
import Training
import Transformer

/// What a reader must know to compare the rows of a table fairly, in whole sentences.
struct ResultsNotes {
    let rows: [ResultsRow]
    /// The cells of the rows, in the same order.
    let cells: [ResultsCell]
    /// How many trials are in no cell of the spec any more.
    let otherCount: Int
    /// How the sweep went about its cells; nil for one after the other.
    var search: SearchPlan?
    /// All of the sweep.
    var records: [TrialRecord] = []
    /// Differences within so many nats are taken for none.
    var margin = Verdict.usualMargin
    var selection: SelectionEstimate?
    var overall: OverallComparison?
    var importance: AxisImportance?

    var all: [String] {
        [
            intervals, verdicts, unpaired, matching, ranks, variance, choice, tuning, halving,
            survivors, tokens, context, floor, others, omissions, gaps, machines, times,
            precisions,
        ].compactMap(\.self)
            + failures
    }

    private var intervals: String? {
        guard rows.contains(where: { $0.validationLoss?.halfWidth != nil }) else { return nil }
        let pairs =
            rows.contains {
                $0.difference?.halfWidth != nil && $0.comparison?.design == .paired
            }
            ? " A difference is the mean over trials of the same seed." : ""
        return "± is half the width of a 95% confidence interval of the mean over seeds." + pairs
    }

    private var tokens: String? {
        let seen = rows.compactMap { $0.tokensSeen?.mean }
        guard let least = seen.min(), let most = seen.max(), least < most else { return nil }
        return "Warning: rows differ in the training tokens they have seen (from "
            + "\(NumberText.count(least)) to \(NumberText.count(most)))"
            + (lengths.count > 1 ? "; `batchTokens` makes block sizes see equally many." : ".")
    }

    /// The block sizes of the rows.
    private var lengths: [Int] { Set(rows.compactMap(\.context)).sorted() }

    private var context: String? {
        guard lengths.count > 1 else { return nil }
        return "Warning: rows differ in context (\(NumberText.list(lengths.map(String.init))) "
            + "tokens), and a longer one predicts from more; `evaluationStride` gives block sizes "
            + "more equal context."
    }

    private var floor: String? {
        let floors = Set(rows.compactMap(\.floor)).sorted()
        guard !floors.isEmpty else { return nil }
        let texts = NumberText.list(floors.map { NumberText.loss($0) })
        return "The floor is \(texts) nats per token: the validation text's own entropy under the "
            + "grammar that wrote it. A finite block cannot close the gap to it, as the grammar "
            + "remembers further back."
    }

    private var others: String? {
        guard otherCount > 0 else { return nil }
        return otherCount == 1
            ? "One trial here is in no cell of the spec any more."
            : "\(otherCount) trials here are in no cell of the spec any more."
    }

    private var omissions: String? {
        let some = rows.contains {
            $0.validationLoss != nil && $0.standing.count(.finished) < $0.standing.total
        }
        return some ? "Means leave out the trials that have not finished." : nil
    }

    /// Of means that fewer trials have than have finished.
    private var gaps: String? {
        let names = Set(
            rows.flatMap { row in
                row.metrics.filter { $0.value.count < row.standing.count(.finished) }.keys
            })
        guard !names.isEmpty else { return nil }
        let titles = names.sorted().map { Metric(rawValue: $0)?.title ?? $0 }
        return "Some rows have finished trials that lack a figure, and their means of "
            + "\(NumberText.list(titles)) are over the others alone."
    }

    private var machines: String? {
        let runs = cells.flatMap(\.records).compactMap(\.run)
        let hosts = Set(runs.map(\.host)).sorted()
        let sets = Set(runs.map(\.instructionSet)).sorted()
        var sentences: [String] = []
        if hosts.count > 1 {
            sentences.append(
                "Times and speeds come from several machines (\(NumberText.list(hosts))).")
        }
        if sets.count > 1 {
            sentences.append(
                "Losses come from several instruction sets (\(NumberText.list(sets))), whose last "
                    + "bits differ.")
        }
        return sentences.isEmpty ? nil : sentences.joined(separator: " ")
    }

    private var times: String? {
        let name = Metric.sampleSeconds
        guard rows.contains(where: { $0.metrics[name.rawValue] != nil }) else { return nil }
        return "'\(name.title)' depends on the machine, and on what else ran there at the time."
    }

    private var precisions: String? {
        let fellBack = cells.flatMap(\.records).contains {
            $0.run != nil && $0.run?.precision == nil
                && $0.configuration["precision"] == .string("bf16")
        }
        return fellBack
            ? "Warning: some trials of precision bf16 ran in fp32, where bfloat16 was lacking."
            : nil
    }

    /// A sentence for each row with trials that went wrong.
    private var failures: [String] {
        cells.flatMap { cell in
            let diverged = cell.records.filter { $0.status == .diverged }.map { record in
                let step = record.outcome.map { " at step \($0.steps)" } ?? ""
                return "\(cell.name), seed \(record.seed), diverged\(step)."
            }
            let failed = cell.records.filter { $0.status == .failed }.map { record in
                let reason = record.error?.split(separator: "\n").last.map { ": \($0)" } ?? "."
                return "\(cell.name), seed \(record.seed), failed\(reason)"
            }
            return diverged + failed
        }
    }
}

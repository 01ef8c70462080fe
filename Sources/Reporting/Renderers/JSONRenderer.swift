import Sweeping
import Transformer

/// Writes a table as JSON, for programs. The format is stable: members may be added, and none will
/// change its meaning or go away without a new `format`.
///
/// The object has
/// - `format`: 1;
/// - `name`: the sweep's name; `baseline`: the variant compared with, or null;
/// - `axes`: the keys whose values vary, beside variant and seed;
/// - `margin`: differences within so many nats are taken for none; `looks`: how often verdicts have
///   been looked at, with seeds added in between;
/// - `rows`: the cells, by best validation loss; see below;
/// - `overall`, or null: how variants compare over `cells`, `leftOut` more being incomplete; of each of
///   its `variants` the `variant`, its `meanRank`, in how many `bestCells` it is the best, and
///   Wilcoxon's `p` against the baseline with `adjustedP`, null from too few cells;
/// - `importance`, or null: the `axes`, each with its `axis` and `share` of the variance of losses, what
///   is `inseparable`, the `rest`, and the number of `trials`;
/// - `selection`, or null: the `best` of `compared` rows, those of all `configurations` that share
///   their `seeds` (a number), with its `loss`, its `honestLoss` on seeds that did not choose, and the
///   `optimism`, their difference; both null with one seed;
/// - `notes`: sentences that a reader must know to compare rows fairly.
///
/// A row has `case` (its label or null), `variant`, `axes` (an object: the axes that apply, with
/// their values), and, null where there is no value,
/// - `validationLoss`: the mean over finished trials of the best validation loss, in nats per token,
///   and `validationLossHalfWidth`: half the width of its 95% confidence interval;
/// - `difference`: the loss less the baseline's, over `differencePairs` seeds that both finished,
///   and `differenceHalfWidth`; `p` and `adjustedP` (by Holm's method); the `verdict`
///   (`incomplete`, `one seed`, `equivalent`, `better`, `worse` or `undecided`) and, where it is
///   known, the number of `seedsNeeded` to decide; `design`: `paired`, or `unpaired` where no
///   seed is shared, and `differencePairs` is null; `differenceDeviation`, the standard deviation of
///   the difference at one seed, and its `degreesOfFreedom`;
/// - `floor`: the validation part's own entropy, where known, and `gapToFloor`: the loss less that;
/// - `parameters`, `embeddingParameters`, `blockParameters`, `readoutParameters`,
///   `blocksToReadout`;
/// - for each metric that some row has, such as `accuracy` and `perplexity` (the names of `Metric`),
///   its mean over the finished trials that have it under its name, half the width of the mean's
///   95% confidence interval under the name with `HalfWidth` after it, and the number of those
///   trials under the name with `Trials` after it;
/// - `bestStep`, `tokensPerSecond`, `seconds`, `tokensSeen`: means over finished trials;
/// - `context`: tokens; `trials` and, of those, how many are `finished`, `diverged`, `failed`,
///   `running` and `pending`.
///
/// Where a search has stopped trials or tuned keys, rows also have `stopped` and `unneeded` (numbers
/// of trials), `stoppedStep` and `stoppedLoss` (what the trials reached that were stopped furthest
/// from the beginning), `tuning` (`best` for the setting that was chosen, on the seeds that measure
/// it, and `tried` for one on the seeds to choose by) and `settingsTried`; those of them that some
/// row has.
///
/// Where widths were matched, rows other than the baseline's have `matchedWidth`, `matchedCost`
/// (`parameters`, `flops` or `time`) and `matchMiss`: the cost over the baseline's, less 1.
package struct JSONRenderer: Sendable {
    package init() {}

    /// The table's text, with a line end after the last line.
    package func render(_ table: ResultsTable) throws -> String {
        String(decoding: try JSONText.page(value(of: table)), as: UTF8.self)
    }

    /// The table as a part of other JSON.
    func value(of table: ResultsTable) -> JSONValue {
        let fields = ResultsField.all(of: table)
        let rows = table.rows.map { row -> JSONValue in
            var members: [String: JSONValue] = [
                "case": row.label.map { .string($0) } ?? .null,
                "variant": .string(row.variant),
                "axes": .object(row.values.filter { table.axes.contains($0.key) }),
            ]
            for field in fields { members[field.name] = field.value(row) }
            return .object(members)
        }
        return .object([
            "format": .integer(1),
            "name": .string(table.name),
            "baseline": table.baseline.map { .string($0) } ?? .null,
            "axes": .array(table.axes.map { .string($0) }),
            "margin": .number(table.margin),
            "looks": .integer(table.looks),
            "rows": .array(rows),
            "overall": table.overall.map(\.member) ?? .null,
            "importance": table.importance.map(\.member) ?? .null,
            "selection": table.selection.map(\.member) ?? .null,
            "notes": .array(table.notes.map { .string($0) }),
        ])
    }
}

import Sweeping
import Training
import Transformer

/// A column of a table that people read; the formats for programs have their own fields.
struct ResultsColumn {
    /// Which side the column's cells stand on.
    enum Alignment {
        case left, right
    }

    let title: String
    let alignment: Alignment
    /// Whether a narrow terminal may leave it out; the least important go first, the highest number.
    let rank: Int
    /// Whether its cells are verdicts, which have colours.
    var isVerdict = false
    let text: (ResultsRow) -> String
    /// The same column with shorter texts, for a narrow terminal; nil where there are none.
    var short: ((ResultsRow) -> String)?

    /// What stands where a row has no value.
    static let nothing = "-"

    private static let verdictTitle = "verdict"

    /// The columns of a table, without those that are empty for every row.
    static func columns(of table: ResultsTable) -> [ResultsColumn] {
        var columns: [ResultsColumn] = []
        func add(
            _ title: String, _ alignment: Alignment = .right, rank: Int = 0,
            optional: Bool = true, short: ((ResultsRow) -> String?)? = nil,
            _ text: @escaping (ResultsRow) -> String?
        ) {
            guard !optional || table.rows.contains(where: { text($0) != nil }) else { return }
            columns.append(
                ResultsColumn(
                    title: title, alignment: alignment, rank: rank,
                    isVerdict: title == verdictTitle, text: { text($0) ?? nothing },
                    short: short.map { short in { short($0) ?? nothing } }))
        }
        add("case", .left) { $0.label }
        add("variant", .left, optional: false) { $0.variant }
        for axis in table.shownAxes { add(axis) { $0.values[axis]?.text } }
        add("setting", .left) { row in
            row.tuning.map { tuned in
                switch tuned {
                case .tried: "tried"
                case .best(let count): "best of \(count)"
                }
            }
        }
        add("validation loss", optional: false) { row in
            row.validationLoss.map { interval($0, NumberText.loss) }
        }
        add("vs \(table.baseline ?? "baseline")") { row in
            row.difference.map { interval($0, NumberText.difference) }
        }
        add(verdictTitle, .left, short: { $0.comparison?.verdict.shortDescription }) {
            $0.comparison?.verdict.description
        }
        let family = table.rows.count { $0.comparison != nil }
        add(family > 1 ? "p (Holm)" : "p", rank: 2) {
            $0.comparison?.adjustedP.map(NumberText.probability)
        }
        add("stopped at", .left) { row in
            row.stopped.map { stopped in
                "step \(stopped.step)"
                    + (stopped.validationLoss.map { ", \(NumberText.loss($0.mean))" } ?? "")
            }
        }
        add("above floor", rank: 4) { $0.gapToFloor.map(NumberText.loss) }
        // Where there is a test part, its figures are what counts in the end.
        let always: [Metric] = [.testLoss, .testAccuracy].filter { !table.columns.contains($0) }
        for metric in always + table.columns {
            add(metric.title, rank: 1) { row in
                row.metrics[metric.rawValue].map { interval($0, metric.text, half: metric.text) }
            }
        }
        let match = table.rows.lazy.compactMap(\.match).first
        add("matched width", rank: 2) { $0.match.map { "\($0.width)" } }
        add("cost vs \(match?.baseline ?? "baseline")", rank: 2) { row in
            row.match.map { "\($0.missText) \($0.cost.title)" }
        }
        add("parameters", rank: 2) { $0.parameters.map { NumberText.count(Double($0.total)) } }
        add("blocks/readout", rank: 6) { $0.blocksToReadout.map(NumberText.ratio) }
        add("best step", rank: 5) { $0.bestStep.map { NumberText.count($0.mean) } }
        add("tokens/s", rank: 3) { $0.tokensPerSecond.map { NumberText.count($0.mean) } }
        add("time", rank: 7) { $0.seconds.map { DurationText.text($0.mean) } }
        add("trials", .left, optional: false, short: { $0.standing.shortDescription }) {
            $0.standing.description
        }
        return columns
    }

    private static func interval(
        _ mean: SampleMean, _ text: (Double) -> String,
        half halfText: (Double) -> String = NumberText.loss
    ) -> String {
        let half = mean.halfWidth.map { " ± \(halfText($0))" } ?? ""
        return text(mean.mean) + half
    }

    /// The column with its short texts, where it has some.
    var shortened: ResultsColumn {
        guard let short else { return self }
        return ResultsColumn(
            title: title, alignment: alignment, rank: rank, isVerdict: isVerdict, text: short)
    }

    /// A cell's text, filled up to a width.
    func padded(_ text: String, to width: Int) -> String {
        let filling = String(repeating: " ", count: max(0, width - text.count))
        return alignment == .left ? text + filling : filling + text
    }
}

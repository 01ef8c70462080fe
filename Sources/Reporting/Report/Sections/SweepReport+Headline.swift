import Sweeping

extension SweepReport {
    /// What the sweep has found so far, in a few sentences.
    var headline: [String] {
        let standing = Standing(trials.map(\.status))
        guard let best = cells.first(where: { $0.row.validationLoss != nil }),
            let loss = best.row.validationLoss
        else {
            return ["No trial of this sweep has finished yet (\(standing))."]
        }
        var sentences = [findings, lowest(best, loss)].compactMap(\.self)
        let open = standing.count(.running) + standing.count(.pending)
        if open > 0 {
            let verb = open == 1 ? "has" : "have"
            sentences.append(
                "\(ReportText.count(open, "trial")) \(verb) yet to finish, so that this is how "
                    + "things stand now.")
        }
        let lost = standing.count(.failed) + standing.count(.diverged)
        if lost > 0 {
            sentences.append("\(ReportText.count(lost, "trial")) failed or diverged.")
        }
        return sentences
    }

    private func lowest(_ cell: Cell, _ loss: SampleMean) -> String {
        let seeds = ReportText.count(loss.count, "seed")
        return "The lowest mean validation loss is \(ReportText.loss(loss)) nats per token, of "
            + "\(cell.row.name) (\(seeds))."
    }

    /// What the verdicts say, for each variant; nil where nothing is compared.
    private var findings: String? {
        guard let baseline = table.baseline else { return nil }
        let compared = table.rows.filter { $0.comparison != nil }
        guard !compared.isEmpty else {
            return "Nothing can be compared with \(baseline) yet."
        }
        let names = compared.map(\.variant)
        var seen: Set<String> = []
        let order = names.filter { seen.insert($0).inserted }
        let clauses = order.prefix(Self.greatestFindingCount).map { variant in
            finding(of: variant, compared.filter { $0.variant == variant })
        }
        let rest = order.count - clauses.count
        let more = rest > 0 ? " The table has \(ReportText.count(rest, "further variant"))." : ""
        return "Against \(baseline): " + clauses.joined(separator: "; ") + "." + more
    }

    private static let greatestFindingCount = 8

    private func finding(of variant: String, _ rows: [ResultsRow]) -> String {
        if rows.count == 1, let comparison = rows[0].comparison {
            let size = comparison.difference.map { " (\(ReportText.difference($0)))" } ?? ""
            return "\(variant) is \(comparison.verdict)\(size)"
        }
        var counts: [String: Int] = [:]
        for row in rows {
            if let verdict = row.comparison?.verdict { counts[verdict.name, default: 0] += 1 }
        }
        let parts = Verdict.names.compactMap { name in counts[name].map { "\(name) in \($0)" } }
        return "\(variant) is \(NumberText.list(parts)) of \(ReportText.count(rows.count, "cell"))"
    }
}

import Sweeping

extension ProbeTable {
    /// A table for people: of many evaluations some, the first and the last among them.
    ///
    /// - Parameter columns: How many evaluations are shown at most.
    package func text(columns: Int = 8) -> String {
        let shown = Self.spread(over: steps.count, at: columns)
        let header = ["layer", "head"] + shown.map { NumberText.count(Double(steps[$0])) }
        let body = rows.map { row in
            [row.layer.map(String.init) ?? "-", row.head.map(String.init) ?? "all"]
                + shown.map { row.values[$0].map { NumberText.significant($0) } ?? "-" }
        }
        let seeds = trials > 1 ? ", mean over \(trials) trials" : ""
        let found = place.isEmpty ? probe : "\(probe) in \(place)"
        let heading = "\(title): \(found), \(statistic.rawValue)\(seeds), by step"
        let lines = TextTable([header] + body).ruledLines
        return ([heading, ""] + lines).joined(separator: "\n") + "\n"
    }

    /// Places in 0..<count, at most so many, evenly spread from the first to the last.
    static func spread(over count: Int, at most: Int) -> [Int] {
        guard count > most, most > 1 else { return Array((0..<count).prefix(max(1, most))) }
        return (0..<most).map { ($0 * (count - 1) + (most - 1) / 2) / (most - 1) }
    }
}

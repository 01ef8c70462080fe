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
        let widths = header.indices.map { column in
            ([header] + body).map { $0[column].count }.max() ?? 0
        }
        let lines = ([header] + body).map { cells in
            zip(cells, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }
                .joined(separator: "  ")
        }
        let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
        let seeds = trials > 1 ? ", mean over \(trials) trials" : ""
        let found = place.isEmpty ? probe : "\(probe) in \(place)"
        let heading = "\(title): \(found), \(statistic.rawValue)\(seeds), by step"
        return ([heading, "", lines[0], rule] + lines.dropFirst()).joined(separator: "\n") + "\n"
    }

    /// Places in 0..<count, at most so many, evenly spread from the first to the last.
    static func spread(over count: Int, at most: Int) -> [Int] {
        guard count > most, most > 1 else { return Array((0..<count).prefix(max(1, most))) }
        return (0..<most).map { ($0 * (count - 1) + (most - 1) / 2) / (most - 1) }
    }
}

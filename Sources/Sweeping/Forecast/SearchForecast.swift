/// What a search may take, whose trials depend on what the ones before them find.
package struct SearchForecast: Hashable, Sendable, Codable {
    /// Seconds of work left, one trial after another: at the least and at the most.
    package var least: Double
    package var most: Double
    /// What decides between them, as a whole sentence.
    package var reason: String

    /// Successive halving.
    ///
    /// In a rung of n trials at least the reduction's part of them is promoted in the end, unless
    /// trials diverge or fail; and at most n less the reduction plus 1, if every trial is better
    /// than all before it, as each new one can bring one promotion, but the first few cannot.
    ///
    /// - Parameters:
    ///   - seconds: Of each whole trial.
    ///   - done: The part of each that is done, from 0 to 1.
    init(_ seconds: [Double], done: [Double], reduction: Int, rungs: [Int]) {
        let cheapest = seconds.sorted()
        let dearest = Array(cheapest.reversed())
        let steps = Double(rungs.last ?? 1)
        var least = 0.0
        var most = 0.0
        var few = seconds.count
        var many = seconds.count
        var last = 0
        for rung in rungs {
            let part = Double(rung - last) / steps
            least += part * cheapest.prefix(few).reduce(0, +)
            most += part * dearest.prefix(many).reduce(0, +)
            few /= reduction
            many = max(0, many - reduction + 1)
            last = rung
        }
        let spent = zip(seconds, done).reduce(0) { $0 + $1.0 * $1.1 }
        self.least = max(0, least - spent)
        self.most = max(0, most - spent)
        let texts = rungs.dropLast().map { "\($0)" }.joined(separator: ", ")
        reason =
            "Trials are compared after \(texts) steps, and one in \(reduction) goes on each time; "
            + "more do where later trials turn out better than earlier ones, which is not known "
            + "before they run."
    }

    /// Tuning.
    ///
    /// - Parameter seconds: Left of a trial, 0 where it has ended.
    init(
        _ tuning: Tuning, losses: (String) -> Double?, seconds: (String) -> Double
    ) {
        var least = 0.0
        var most = 0.0
        var openCount = 0
        for group in tuning.groups {
            let choosing = group.settings.flatMap(\.choosing).reduce(0) { $0 + seconds($1) }
            let measuring = group.settings.map { setting in
                setting.measuring.reduce(0) { $0 + seconds($1) }
            }
            let range: (Double, Double)
            switch Tuning.choice(of: group, loss: losses) {
            case .undecided:
                openCount += 1
                range = (measuring.min() ?? 0, measuring.max() ?? 0)
            case .best(let index): range = (measuring[index], measuring[index])
            case .none: range = (0, 0)
            }
            least += choosing + range.0
            most += choosing + range.1
        }
        self.least = least
        self.most = most
        let settings = tuning.groups.first?.settings.count ?? 0
        reason =
            openCount == 0
            ? "Every choice is made: of \(settings) settings each, only the best is measured."
            : "Of \(settings) settings each, only the best is measured, and which one that is, is "
                + "not known for \(openCount) of \(tuning.groups.count) before they have run."
    }
}

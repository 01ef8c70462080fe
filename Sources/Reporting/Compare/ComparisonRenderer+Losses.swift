import Sweeping

/// What is measured while the variants are trained.
extension ComparisonRenderer {
    private static let nothing = "-"

    /// The best loss of each seed, and what they say together.
    func losses(_ cell: CellComparison) -> [String] {
        func text(_ value: Double?) -> String { value.map(NumberText.loss) ?? Self.nothing }
        func interval(_ mean: SampleMean?, _ text: (Double) -> String) -> String {
            guard let mean else { return Self.nothing }
            return text(mean.mean) + (mean.halfWidth.map { " ± \(NumberText.loss($0))" } ?? "")
        }
        let rows = cell.pairs.map { pair in
            [
                "\(pair.seed)", text(pair.a), text(pair.b),
                pair.difference.map(NumberText.difference) ?? Self.nothing,
            ]
        }
        let mean = [
            "mean", interval(cell.a.validationLoss, NumberText.loss),
            interval(cell.b.validationLoss, NumberText.loss),
            interval(cell.difference, NumberText.difference),
        ]
        return section(
            "Best validation loss by seed, in nats", [["seed", "A", "B", "B - A"]] + rows + [mean])
            + (cell.verdict.map { [verdict($0)] } ?? [])
    }

    private func verdict(_ verdict: ComparedVerdict) -> String {
        let word = terminal.style(verdict.found.description, TerminalText.Style(verdict.found))
        let p = verdict.adjustedP.map { ", adjusted p \(NumberText.probability($0))" }
        return "Verdict on B: " + word + (p ?? "")
    }

    /// How the losses went, as curves and as numbers of some steps.
    func curves(_ cell: CellComparison) -> [String]? {
        guard let curves = cell.curves else { return nil }
        let pairs = curves.pairs == 1 ? "one pair" : "\(curves.pairs) pairs"
        let room = terminal.width.map { max(1, $0 - Self.curveMargin) } ?? 80
        // Before the first step, at the loss of chance, both are too high to see the rest.
        let start = curves.steps.count > 1 && curves.steps[0] == 0 ? 1 : 0
        let (a, b) = (Array(curves.a[start...]), Array(curves.b[start...]))
        guard let low = (a + b).min(), let high = (a + b).max() else { return nil }
        func curve(_ values: [Double]) -> String {
            Sparkline.text(values, width: room, log: true, within: low...high)
        }
        func ends(_ values: [Double], _ text: (Double) -> String) -> String {
            guard let first = values.first, let last = values.last else { return "" }
            return "  from \(text(first)) to \(text(last))"
        }
        return [
            terminal.style("Validation loss over training, mean of \(pairs), in nats", .bold),
            "A      " + curve(a) + ends(a, NumberText.loss),
            "B      " + curve(b) + ends(b, NumberText.loss),
            "B - A  " + Sparkline.text(Array(curves.difference[start...]), width: room)
                + ends(Array(curves.difference[start...]), NumberText.difference),
            "",
        ] + steps(of: curves)
    }

    /// What stands beside a curve: `B - A`, and its ends.
    private static let curveMargin = 35

    private func steps(of curves: ComparedCurves) -> [String] {
        let columns = terminal.width.map { max(2, ($0 - 7) / 9) } ?? 10
        let shown = ProbeTable.spread(over: curves.steps.count, at: min(columns, 10))
        func row(_ title: String, _ text: (Int) -> String) -> [String] {
            [title] + shown.map(text)
        }
        return TextTable(
            [
                row("step") { NumberText.count(Double(curves.steps[$0])) },
                row("A") { NumberText.loss(curves.a[$0]) },
                row("B") { NumberText.loss(curves.b[$0]) },
                row("B - A") { NumberText.difference(curves.difference[$0]) },
            ], left: [0]
        ).ruledLines
    }

    /// Sizes, arithmetic and time.
    func costs(_ cell: CellComparison) -> [String] {
        var rows = [["", "A", "B", "B / A"]]
        func add(
            _ title: String, _ value: (ComparedVariant) -> Double?, _ text: (Double) -> String
        ) {
            let (a, b) = (value(cell.a), value(cell.b))
            guard a != nil || b != nil else { return }
            let ratio = a.flatMap { a in b.flatMap { a > 0 ? $0 / a : nil } }
            rows.append([
                title, a.map(text) ?? Self.nothing, b.map(text) ?? Self.nothing,
                ratio.map(NumberText.ratio) ?? Self.nothing,
            ])
        }
        func seconds(_ value: Double) -> String { NumberText.significant(value) + " s" }
        add("parameters", { $0.parameters.map(Double.init) }, NumberText.count)
        add("FLOPs per token of a training step", \.flopsPerToken) { NumberText.scaled($0) }
        add("FLOPs of training", \.trainingFlops) { NumberText.scaled($0) }
        add("time of a trial", \.seconds, DurationText.text)
        add("training tokens per second", \.tokensPerSecond, NumberText.count)
        add("time of an evaluation", \.evaluationSeconds, seconds)
        add("time of a written token", \.secondsPerToken, seconds)
        return section("Size and cost, mean of the finished trials", rows, left: [0])
    }

    /// What variants recorded, at the last evaluation.
    func probes(_ cell: CellComparison) -> [String]? {
        guard !cell.probes.isEmpty else { return nil }
        func text(_ value: Double?) -> String {
            value.map { NumberText.significant($0) } ?? Self.nothing
        }
        let rows = cell.probes.map { probe in
            [
                probe.place.isEmpty ? probe.probe : "\(probe.probe) in \(probe.place)",
                probe.layer.map(String.init) ?? Self.nothing,
                probe.head.map(String.init) ?? "all", text(probe.a), text(probe.b),
            ]
        }
        return section(
            "Probes at the last evaluation", [["probe", "layer", "head", "A", "B"]] + rows,
            left: [0])
    }
}

import Sweeping

extension NoiseFloor {
    /// For people: what seeds do to the baseline, and what so many of them can tell.
    package var text: String {
        let lines =
            [headline, ""] + TextTable(cellRows, left: [0]).ruledLines + ["", summary, ""]
            + TextTable(resolutionRows).ruledLines + ["", needs]
        return lines.joined(separator: "\n") + "\n"
    }

    /// The same as Markdown.
    package var markdown: String {
        let lines =
            ["### \(headline)", ""] + MarkdownRenderer.table(cellRows, left: [0]) + [
                "", summary, "",
            ]
            + MarkdownRenderer.table(resolutionRows) + ["", needs]
        return lines.joined(separator: "\n") + "\n"
    }

    private var headline: String { "\(sweep): the noise floor of \(baseline)" }

    private var cellRows: [[String]] {
        [["cell", "seeds", "mean loss", "deviation", "least", "greatest"]]
            + cells.map { cell in
                [
                    cell.name, "\(cell.seedCount)", NumberText.loss(cell.mean),
                    NumberText.significant(cell.deviation), NumberText.loss(cell.minimum),
                    NumberText.loss(cell.maximum),
                ]
            }
    }

    private var summary: String {
        let pairs =
            pairedDeviation.map {
                " A difference between trials of the same seed varies by "
                    + "\(NumberText.significant($0))."
            } ?? ""
        return "The loss of a trial varies from seed to seed by a standard deviation of "
            + "\(NumberText.significant(deviation)) nats (95%: "
            + "\(NumberText.significant(deviationLow)) to "
            + "\(NumberText.significant(deviationHigh))).\(pairs)"
    }

    private var resolutionRows: [[String]] {
        let isPaired = pairedDeviation != nil
        return [["seeds of each", "± without pairs"] + (isPaired ? ["± with pairs"] : [])]
            + resolutions.map { resolution in
                ["\(resolution.seeds)", NumberText.loss(resolution.unpaired)]
                    + (resolution.paired.map { [NumberText.loss($0)] } ?? [])
            }
    }

    private var needs: String {
        func count(_ seeds: Int?) -> String {
            seeds.map { "\($0)" } ?? "more than \(Statistics.greatestSeedCount)"
        }
        let pairs =
            pairedDeviation == nil ? "" : ", and \(count(pairedSeedsNeeded)) where they are pairs"
        return "For an interval within ±\(NumberText.exact(margin)) it takes \(count(seedsNeeded)) "
            + "seeds of each\(pairs)."
    }
}

import Charts
import Sweeping

extension SweepReport {
    /// What is said where no trained weights were analyzed.
    static let analysesMissing: Markup = """
        No trained weights of this sweep have been analyzed: either no trial has finished, or the \
        folders of the trials, with their <code>best.safetensors</code>, are not here. \
        <code>varia report</code> analyzes them where the sweep ran.
        """

    /// Of how many groups of cells, the best ones, analyses are drawn.
    static let greatestAnalyzedCount = 12

    /// The mean of some lists of figures, place by place, as far as the shortest goes.
    static func means(_ lists: [[Double]]) -> [Double] {
        let count = lists.map(\.count).min() ?? 0
        return (0..<count).map { place in Statistics.mean(lists.map { $0[place] }) }
    }
}

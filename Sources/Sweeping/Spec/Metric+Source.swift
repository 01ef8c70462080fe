import Training
import Transformer

extension Metric {
    /// Whether trials of a configuration have it, once they have finished.
    func isMeasured(by config: TrialConfig) -> Bool {
        if let measurement, !config.training.metrics.contains(measurement) { return false }
        return !isOfTest || config.data.test != nil
    }

    /// What a configuration needs to measure it, as a clause says it.
    var need: String {
        let wanted =
            (measurement.map { ["'metrics' has \"\($0.rawValue)\""] } ?? [])
            + (isOfTest ? ["'test' gives the test a part of the text"] : [])
        return wanted.joined(separator: " and ")
    }

    /// The entry of `metrics` that asks for it; nil where none has to.
    private var measurement: FinalMeasurement? {
        switch self {
        case .accuracy, .perplexity, .testLoss, .testAccuracy: nil
        case .trainingLoss, .trainingAccuracy: .training
        case .confidenceTraining, .confidenceTrainingMinimum, .confidenceTrainingMaximum,
            .confidenceValidation, .confidenceValidationMinimum, .confidenceValidationMaximum,
            .confidenceTest, .confidenceTestMinimum, .confidenceTestMaximum:
            .confidence
        case .wordOverlap, .wordOverlapDeviation, .sampleSeconds: .wordOverlap
        }
    }

    /// Whether it is a figure of the test part, which most configurations lack.
    private var isOfTest: Bool {
        switch self {
        case .testLoss, .testAccuracy, .confidenceTest, .confidenceTestMinimum,
            .confidenceTestMaximum:
            true
        default: false
        }
    }
}

extension SweepSpec {
    /// Refuses a column that no row of a table could fill.
    ///
    /// - Throws: `ConfigurationError`.
    func checkColumns(_ cells: [SweepCell]) throws(ConfigurationError) {
        for column in columns
        where !cells.contains(where: { column.isMeasured(by: $0.config) }) {
            throw ConfigurationError(
                source: source, path: "columns",
                problem: .inconsistent(
                    "no cell measures '\(column.rawValue)', as a cell does where \(column.need)"))
        }
    }
}

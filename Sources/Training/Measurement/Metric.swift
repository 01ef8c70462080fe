import Corpora

/// A named figure of a finished trial, of its best weights. Raw values are the names in results,
/// CSV and JSON.
package enum Metric: String, Hashable, Sendable, CaseIterable {
    /// The share of scored positions of the validation part whose highest logit is the target's;
    /// among equal logits the lowest index counts as the highest.
    case accuracy
    /// e to the power of the validation part's mean loss.
    case perplexity
    case testLoss, testAccuracy
    case trainingLoss, trainingAccuracy
    // The highest predicted probability of each scored position: its mean over a part, the least
    // and the greatest.
    case confidenceTraining, confidenceTrainingMinimum, confidenceTrainingMaximum
    case confidenceValidation, confidenceValidationMinimum, confidenceValidationMaximum
    case confidenceTest, confidenceTestMinimum, confidenceTestMaximum
    /// Of the different words of a sample, the share that occur in the corpus: the mean over
    /// samples, and the standard deviation.
    case wordOverlap, wordOverlapDeviation
    /// The seconds that a sample takes which is written alone. The only figure that is not the same
    /// wherever it is measured: it depends on the machine, and on what else runs there.
    case sampleSeconds

    /// The names of a part's confidence.
    static func confidence(
        of part: Split.Part
    ) -> (mean: Metric, minimum: Metric, maximum: Metric) {
        switch part {
        case .training:
            (.confidenceTraining, .confidenceTrainingMinimum, .confidenceTrainingMaximum)
        case .validation:
            (.confidenceValidation, .confidenceValidationMinimum, .confidenceValidationMaximum)
        case .test: (.confidenceTest, .confidenceTestMinimum, .confidenceTestMaximum)
        }
    }

    /// As people read it: `training loss`.
    package var title: String {
        rawValue.reduce(into: "") { $0 += $1.isUppercase ? " " + $1.lowercased() : String($1) }
    }
}

extension [Metric: Double] {
    /// By name, as results keep them. What is not finite is left out, as JSON has no word for it.
    package var named: [String: Double] {
        reduce(into: [:]) { if $1.value.isFinite { $0[$1.key.rawValue] = $1.value } }
    }
}

package import Sweeping
package import Training
package import Transformer

/// The results of a sweep: a row per cell, whose seeds are put together.
///
/// Losses are in nats per token, over the whole validation part. Every trial of the sweep is in
/// some row, whatever has become of it.
package struct ResultsTable: Hashable, Sendable {
    /// The name of the sweep.
    package let name: String
    /// The variant that the others are compared with, as the rows spell it; nil for none.
    package let baseline: String?
    /// The keys whose values tell rows apart, beside variant, label and seed.
    package let axes: [String]
    /// Those of the axes that people see: without `with` where the column of variants spells whole
    /// compositions.
    package let shownAxes: [String]
    /// Sorted by best validation loss; rows without one come last.
    package let rows: [ResultsRow]
    /// The metrics that people want to see; formats for programs have all that were found.
    package let columns: [Metric]
    /// Differences within this many nats per token are taken for none.
    package let margin: Double
    /// How the variants compare over all cells; nil where there is one cell, or one variant.
    package let overall: OverallComparison?
    /// What the axes explain of the losses; nil where that cannot be told.
    package let importance: AxisImportance?
    /// How much the best row owes to being chosen; nil where nothing was chosen, or seeds are wanting.
    package let selection: SelectionEstimate?
    /// What a reader must know to compare the rows fairly; whole sentences.
    package internal(set) var notes: [String]
    /// How often verdicts have been looked at, with seeds added in between; 0 where that was not
    /// counted.
    package internal(set) var looks = 0
}

/// One cell of a sweep.
///
/// A mean is taken over the trials that finished; where none did, it is nil.
package struct ResultsRow: Hashable, Sendable {
    /// What tells the row from others, as a sentence names it: `soft-window, heads 4`.
    package let name: String
    /// The label of the case that the cell belongs to.
    package let label: String?
    /// As the sweep spells it.
    package let variant: String
    /// The values of the table's axes; a variant's option has none for other variants.
    package let values: [String: JSONValue]
    package let validationLoss: SampleMean?
    /// The loss compared with the baseline's, with the same values on the other axes; nil for the
    /// baseline itself, and where it has no such cell.
    package let comparison: Comparison?
    /// What a model with unlimited context could reach, where the corpus knows it.
    package let floor: Double?
    package let parameters: ParameterCounts?
    /// The step of the best evaluation.
    package let bestStep: SampleMean?
    /// In training, evaluation left out.
    package let tokensPerSecond: SampleMean?
    /// Of work on one trial.
    package let seconds: SampleMean?
    /// By one trial in training; the mean, as trials may stop early.
    package let tokensSeen: SampleMean?
    /// What was measured of the best weights, by the names of `Metric`.
    package let metrics: [String: SampleMean]
    /// Tokens of context: the block size.
    package let context: Int?
    /// Where those of its trials are that successive halving has stopped; nil for none.
    package let stopped: Stopped?
    /// What its trials are in the tuning of keys; nil where nothing is tuned.
    package let tuning: Tuned?
    /// The width by which its cost was matched to the baseline's; nil where it is the spec's.
    package let match: WidthMatch?
    /// How many trials stand where.
    package let standing: Standing

    /// What the trials reached that were stopped furthest from the beginning.
    package struct Stopped: Hashable, Sendable {
        package let step: Int
        /// The least until there; nil where none was finite.
        package let validationLoss: SampleMean?
    }

    /// A row of the tuning of keys.
    package enum Tuned: Hashable, Sendable {
        /// A setting that was tried, on the seeds to choose by.
        case tried
        /// The best of so many settings, on the seeds that measure it.
        case best(of: Int)
    }
}

extension ResultsRow {
    /// The loss less the baseline's: the mean, over the seeds that both have finished, of the
    /// difference between trials of the same seed; without common seeds that of the means.
    package var difference: SampleMean? { comparison?.difference }

    /// The mean loss less the floor.
    package var gapToFloor: Double? {
        guard let floor, let validationLoss else { return nil }
        return validationLoss.mean - floor
    }

    /// How many parameters the blocks have for each of the readout; nil where the readout has none
    /// of its own.
    package var blocksToReadout: Double? {
        guard let parameters, parameters.readout > 0 else { return nil }
        return Double(parameters.blocks) / Double(parameters.readout)
    }
}

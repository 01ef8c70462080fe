import Corpora

/// What can be measured once, at the end of a trial, on its best weights: the choices of the
/// configuration's key `metrics`.
package enum FinalMeasurement: String, Hashable, Sendable, CaseIterable {
    /// Loss and accuracy over the whole training part, at the evaluation's stride.
    case training
    /// The highest predicted probability of each scored position, on training and held-out parts.
    case confidence
    /// How many of the words that the model writes occur in its corpus, and how long a text takes:
    /// see `WordOverlapMeasurement`.
    case wordOverlap

    /// Measures. The same model gives the same bits, but for times.
    ///
    /// - Parameter checkStop: Called often; an error that it throws ends the measurement.
    /// - Throws: What tracing, reading the corpus and `checkStop` throw.
    func figures(
        of model: TrainedModel, checkStop: () throws -> Void
    ) throws -> [Metric: Double] {
        switch self {
        case .training:
            let found = try model.evaluation(of: .training, checkStop: checkStop)
            return [.trainingLoss: found.loss, .trainingAccuracy: found.accuracy]
        case .confidence:
            var figures: [Metric: Double] = [:]
            for part in model.corpus.split.parts {
                let found = try model.evaluation(of: part, checkStop: checkStop).confidence
                let names = Metric.confidence(of: part)
                figures[names.mean] = found.mean
                figures[names.minimum] = found.minimum
                figures[names.maximum] = found.maximum
            }
            return figures
        case .wordOverlap:
            let found = try WordOverlapMeasurement(of: model, checkStop: checkStop)
            return [
                .wordOverlap: found.mean, .wordOverlapDeviation: found.deviation,
                .sampleSeconds: found.secondsPerSample,
            ]
        }
    }
}

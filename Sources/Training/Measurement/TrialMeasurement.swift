import Corpora

/// What is measured once a trial's training has ended.
enum TrialMeasurement: Hashable, Sendable {
    /// Loss and accuracy over the test part, wherever there is one. Nothing else reads that part.
    case test
    /// What the configuration asks for.
    case requested(FinalMeasurement)

    /// By which the state remembers that it was made.
    var name: String {
        switch self {
        case .test: "test"
        case .requested(let measurement): measurement.rawValue
        }
    }

    /// Measures. The same model gives the same bits, but for times.
    ///
    /// - Parameter checkStop: Called often; an error that it throws ends the measurement.
    /// - Throws: What tracing, reading the corpus and `checkStop` throw.
    func figures(
        of model: TrainedModel, checkStop: () throws -> Void
    ) throws -> [Metric: Double] {
        switch self {
        case .test:
            let found = try model.evaluation(of: .test, checkStop: checkStop)
            return [.testLoss: found.loss, .testAccuracy: found.accuracy]
        case .requested(let measurement):
            return try measurement.figures(of: model, checkStop: checkStop)
        }
    }
}

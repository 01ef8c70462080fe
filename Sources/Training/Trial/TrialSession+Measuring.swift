import Foundation
import Tensors

extension TrialSession {
    /// Measures what is asked for and not yet measured, on the best weights. The state is written
    /// after each measurement: a process that dies leaves the others to its successor, which finds
    /// the same, as the weights and the data decide it.
    ///
    /// - Parameter shouldStop: Asked before, in and after each measurement. True ends one that has
    ///   begun, of which nothing is kept.
    /// - Returns: False where it was asked to stop before the last one had ended.
    /// - Throws: `FileError`, `SafeTensorsError` or `CheckpointError` where the best weights cannot
    ///   be read, what measuring throws, and what `shouldStop` throws.
    func measure(
        observe: (TrainingEvent) -> Void, shouldStop: () throws -> Bool
    ) throws -> Bool {
        guard !outstanding.isEmpty else { return true }
        let model = TrainedModel(
            trainer.model, trainer.variant, training: trainer.training, corpus: trainer.corpus,
            parameters: try bestWeights(), makeExecutor: trainer.makeExecutor)
        for measurement in outstanding {
            guard try !shouldStop() else { return false }
            observe(.measuring(measurement.name))
            let figures: [String: Double]
            do {
                figures = try measurement.figures(of: model) {
                    if try shouldStop() { throw AskedToStop() }
                }.named
            } catch is AskedToStop {
                return false
            }
            trainer.state.progress.measurements = (trainer.state.progress.measurements ?? [:])
                .merging([measurement.name: figures]) { $1 }
            try save()
        }
        return true
    }

    /// What is still to be measured.
    private var outstanding: [TrialMeasurement] {
        let done = trainer.state.progress.measurements ?? [:]
        return trainer.measurements.filter { done[$0.name] == nil }
    }

    /// Checks that the best weights are there as the state says, where something is still to be
    /// measured on them, better before more steps are made than after the last one; and where
    /// training has ended, as they are what it was for.
    ///
    /// - Throws: `SafeTensorsError` or `CheckpointError`.
    func checkBestWeights() throws {
        let progress = trainer.state.progress
        guard progress.bestStep != nil, progress.end != nil || !outstanding.isEmpty else { return }
        _ = try bestWeightsFile()
    }

    private func bestWeights() throws -> ParameterVector {
        if let keptWeights { return keptWeights }
        let parameters = ParameterVector(layout: trainer.state.parameters.layout)
        try parameters.read(try bestWeightsFile())
        return parameters
    }

    /// The best weights, of the step that the state names. A process that died between its weights
    /// and its state may have left those of a later step, which its successor makes again.
    private func bestWeightsFile() throws -> SafeTensors {
        let progress = trainer.state.progress
        guard let files, let bestStep = progress.bestStep else {
            preconditionFailure("an ended training has best weights, in a file or in memory")
        }
        guard FileManager.default.fileExists(atPath: files.best.path) else {
            throw CheckpointError(file: files.best, .lostWeights(expected: bestStep, found: nil))
        }
        let content = try SafeTensors(contentsOf: files.best)
        try content.verify(files.best)
        guard content.metadata["identity"] == identity else {
            throw CheckpointError(
                file: files.best, otherTrial: content.metadata,
                expected: try trainer.configuration(identity: identity))
        }
        let step = content.metadata["step"].flatMap { Int($0) } ?? 0
        guard progress.end == nil ? step >= bestStep : step == bestStep else {
            throw CheckpointError(
                file: files.best, .lostWeights(expected: bestStep, found: step))
        }
        try trainer.state.parameters.check(content)
        return content
    }
}

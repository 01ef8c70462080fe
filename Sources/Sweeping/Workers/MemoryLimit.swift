import Training
import Transformer

/// Refuses trials that no memory suffices for, before any of it is taken.
final class MemoryLimit {
    private let physicalBytes: Int
    private let threads: Int
    /// What training takes, for the models that were asked for.
    private var needed: [ForecastModel: Int] = [:]

    /// - Parameters:
    ///   - memory: That of the machine.
    ///   - threads: How many share a trial's work.
    init(_ memory: MachineMemory, threads: Int) {
        physicalBytes = memory.physicalBytes
        self.threads = threads
    }

    /// Plans a trial's memory.
    ///
    /// - Throws: `SweepError.memory`, and `TraceError` where the model cannot be compiled.
    func check(_ trial: PreparedTrial) throws {
        let bytes = try needed[trial.model] ?? bytes(trial)
        needed[trial.model] = bytes
        guard bytes <= physicalBytes else {
            throw SweepError.memory(needed: bytes, physical: physicalBytes)
        }
    }

    private func bytes(_ trial: PreparedTrial) throws -> Int {
        try TrainingPlan(
            trial.config.model, trial.config.variant, batch: trial.config.sequences,
            threads: threads, precision: trial.config.training.precision
        ).memory.total
    }
}

import Compiler
import Corpora
import Training
package import Transformer

/// Refuses models that no memory suffices for, before any of it is taken: every command that runs a
/// model asks here.
package final class MemoryLimit {
    /// What decides how much a training takes.
    private struct Key: Hashable {
        let model: ForecastModel
        let rows: Int
    }

    private let physicalBytes: Int
    private let threads: Int
    /// What training takes, for the models that were asked for.
    private var needed: [Key: Int] = [:]

    /// - Parameters:
    ///   - memory: That of the machine.
    ///   - threads: How many share a trial's work.
    package init(_ memory: MachineMemory = .current(), threads: Int = 1) {
        physicalBytes = memory.physicalBytes
        self.threads = threads
    }

    /// Refuses to take so many bytes where the machine does not have them.
    ///
    /// - Throws: `SweepError.memory`.
    package func check(_ bytes: Int) throws(SweepError) {
        guard bytes <= physicalBytes else {
            throw .memory(needed: bytes, physical: physicalBytes)
        }
    }

    /// Plans a trial's memory.
    ///
    /// - Throws: `SweepError.memory`, and `TraceError` where the model cannot be compiled.
    package func check(_ trial: PreparedTrial) throws {
        let key = Key(model: trial.model, rows: trial.greatestRows)
        let bytes = try needed[key] ?? plan(trial.config, rows: key.rows).total
        needed[key] = bytes
        try check(bytes)
    }

    /// Plans the memory of a training step alone, as steps are timed.
    ///
    /// - Throws: `SweepError.memory`, `CompositionError` or `TraceError`.
    package func checkStep(of config: TrialConfig) throws {
        let memory = try plan(config, rows: config.sequences)
        try check(memory.parameters + memory.step)
    }

    /// Plans the memory of what computes a model in Double, whose values take twice the bytes.
    ///
    /// - Throws: `SweepError.memory`, `CompositionError` or `TraceError`.
    package func checkInDouble(_ model: ModelConfig, _ variant: Composition, batch: Int) throws {
        let memory = try TrainingPlan(model, variant, batch: batch, precision: .float32).memory
        try check(2 * (memory.parameters + memory.step))
    }

    private func plan(_ config: TrialConfig, rows: Int) throws -> TrainingMemory {
        try TrainingPlan(
            config.model, config.variant, batch: rows, threads: threads,
            precision: config.training.precision
        ).memory
    }
}

extension PreparedTrial {
    /// The sequences of its largest batch: in epochs never more than there are windows.
    fileprivate var greatestRows: Int {
        guard case .epochs = config.training.duration else { return config.sequences }
        let windows = max(1, corpus.split.training.count - config.model.blockSize)
        return min(config.sequences, windows)
    }
}

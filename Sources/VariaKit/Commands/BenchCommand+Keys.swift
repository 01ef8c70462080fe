import Sweeping
import Transformer

extension BenchCommand {
    /// Keys of the data and of the length of a training, which no timed step reads.
    private static let idleKeys: Set<String> = [
        "corpus", "tokenizer", "padding", "length", "validation", "test", "steps", "epochs",
        "schedule", "warmup", "minLearningRate", "evaluateEvery", "evaluateAtStart",
        "evaluationStride", "patience", "minDelta", "metrics",
    ]
    /// Keys that `--start` has values of its own for.
    private static let fixedKeys: Set<String> = [
        "corpus", "length", "validation", "test", "vocabulary", "steps", "epochs", "metrics",
    ]
    /// Keys that change no step's time, nor its model.
    private static let indifferentKeys: Set<String> = [
        "learningRate", "weightDecay", "beta1", "beta2", "epsilon", "seed",
    ]

    /// Settings without the options of variants that are no part of this one.
    static func applicable(_ settings: [String], to variant: Composition) -> [String] {
        settings.filter { setting in
            let key = BenchSize.key(of: setting)
            guard let dot = key.firstIndex(of: ".") else { return true }
            return variant.memberNames.contains(String(key[..<dot]))
        }
    }

    /// Refuses settings that would change nothing.
    ///
    /// - Parameters:
    ///   - settings: As `--set` spells them.
    ///   - trains: Whether whole trainings are timed, and not steps alone.
    /// - Throws: `UsageError`.
    static func refuseIdleKeys(_ settings: [String], trains: Bool) throws(UsageError) {
        let keys = settings.map(BenchSize.key)
        if keys.contains("variant") {
            throw .refused("`varia bench` takes variants by --variant; leave out --set variant.")
        }
        let refused = trains ? fixedKeys : idleKeys
        guard let key = keys.first(where: refused.contains) else { return }
        throw .refused(
            trains
                ? "--start trains one step on a corpus of its choice; leave out --set \(key)."
                : "`varia bench` times training steps on random tokens, for which '\(key)' means "
                    + "nothing; leave out --set \(key).")
    }

    /// Refuses settings that PyTorch's script cannot be told: it would time another model.
    ///
    /// - Parameter settings: As `--set` spells them.
    /// - Throws: `UsageError`.
    static func refuseKeysUnknownToPyTorch(_ settings: [String]) throws(UsageError) {
        let keys = settings.map(BenchSize.key)
        let known = indifferentKeys.union(PyTorchTimer.keys)
        guard let key = keys.first(where: { !known.contains($0) }) else { return }
        throw .refused(
            "--pytorch times the same model, but its script cannot be told '\(key)'; leave out "
                + "--set \(key) or --pytorch. It knows "
                + PyTorchTimer.keys.joined(separator: ", ") + ".")
    }
}

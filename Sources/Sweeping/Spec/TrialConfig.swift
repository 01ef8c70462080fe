import Corpora
package import Training
package import Transformer

/// Everything that can be set about a trial, in one space of keys: those of the model, of training
/// and of the data, `variant`, `with`, and options as `bottleneck.divisor`.
package struct TrialConfig: Hashable, Sendable {
    /// The model; its vocabulary is that of the data once they are known.
    package var model: ModelConfig
    package var variant: Composition
    package var training: TrainingConfig
    package var data: DataConfig

    /// Keys that stand in each other's place.
    package static var alternatives: [String: String] { TrainingConfig.alternatives }

    /// Reads settings strictly; keys that are absent have the defaults of the variant.
    ///
    /// - Parameters:
    ///   - readsVocabulary: Whether `vocabulary` may be set, for uses without a corpus.
    /// - Throws: `ConfigurationError`, at the place where the value was written.
    package init(
        _ settings: Settings, catalogue: Catalogue, readsVocabulary: Bool = false
    ) throws(ConfigurationError) {
        do throws(ConfigurationError) {
            let reader = ConfigurationReader(settings.values, source: settings.source)
            variant = try Self.composition(reader, settings, catalogue)
            model = try ModelConfig(
                reading: reader, defaults: variant.modelDefaults,
                vocabulary: readsVocabulary ? nil : ModelConfig().vocabulary)
            training = try TrainingConfig(reading: reader)
            data = try DataConfig(reading: reader)
            try reader.finish(besides: settings.keys.filter { $0.contains(".") })
            _ = try training.sequences(blockSize: model.blockSize)
            try Self.checkStride(training, model, reader)
            try Self.checkMetrics(training, model, reader)
        } catch {
            throw settings.located(error)
        }
    }

    /// Every key with its value, defaults included: reading them gives the same configuration.
    package var members: [String: JSONValue] {
        var result = training.members.merging(data.members) { first, _ in first }
        result["variant"] = .string(variant.name)
        for (key, value) in model.members where key != "vocabulary" { result[key] = value }
        return result
    }

    /// The number of sequences of a step.
    package var sequences: Int {
        // Reading has refused token counts that are no whole number of blocks.
        (try? training.sequences(blockSize: model.blockSize)) ?? 1
    }

    /// The steps of an epoch, which reads each window of a training part once; the last batch may
    /// have fewer.
    package func stepsPerEpoch(trainTokens: Int) -> Int {
        let windows = max(1, trainTokens - model.blockSize)
        let rows = min(windows, sequences)
        return (windows + rows - 1) / rows
    }

    /// The variant with those that `with` names, and their options.
    private static func composition(
        _ reader: ConfigurationReader, _ settings: Settings, _ catalogue: Catalogue
    ) throws(ConfigurationError) -> Composition {
        if reader.value("variant") == .string("") {
            throw reader.error(
                "variant",
                .impossible(
                    found: "\"\"",
                    expected: "the name of a variant, such as '\(Composition.standardName)'"))
        }
        let name = try reader.string("variant") ?? Composition.standardName
        let others = try reader.strings("with") ?? []
        var options: [String: [String: JSONValue]] = [:]
        for key in settings.keys {
            guard let dot = key.firstIndex(of: "."), let value = settings[key] else { continue }
            let option = String(key[key.index(after: dot)...])
            let variant = String(key[..<dot])
            guard catalogue.names.contains(variant) else {
                throw reader.error(key, Self.problem(withOption: option, of: variant, catalogue))
            }
            options[variant, default: [:]][option] = value
        }
        do {
            // A `with` that the variant's own name holds already changes nothing.
            let own = Set(try catalogue.resolve(name).members.map { try Composition([$0]).name })
            let added = try others.filter { !own.contains(try catalogue.resolve($0).name) }
            let whole = ([name] + added).joined(separator: "+")
            return try catalogue.resolve(
                whole, options: options, source: settings.source, path: "")
        } catch let error as ConfigurationError {
            // An option that no key sets is spelled in a variant's name.
            guard settings[error.path] == nil else { throw error }
            let isOfName = (try? catalogue.resolve(name)) == nil
            let clause = ConfigurationError(source: "", path: error.path, problem: error.problem)
            throw settings.located("\(clause)", at: isOfName ? "variant" : "with")
        } catch {
            throw settings.located("\(error)", at: settings[key: "variant", else: "with"])
        }
    }

    /// What is wrong with the option of a variant that does not exist.
    private static func problem(
        withOption option: String, of variant: String, _ catalogue: Catalogue
    ) -> ConfigurationError.Problem {
        if ["base", "grid", "data"].contains(variant) {
            return .inconsistent(
                "keys stand by themselves, whichever part of a spec they are in; leave out "
                    + "'\(variant).'")
        }
        let known = catalogue.variants.flatMap { variant in
            ((try? catalogue.defaults(of: variant)) ?? [:]).keys.sorted()
                .map { variant.name + "." + $0 }
        }
        return .unknownKey(
            nearest: nearest(to: variant + "." + option, among: known), known: known)
    }

    private static func checkStride(
        _ training: TrainingConfig, _ model: ModelConfig, _ reader: ConfigurationReader
    ) throws(ConfigurationError) {
        guard let stride = training.evaluationStride, stride > model.blockSize else { return }
        throw reader.error(
            "evaluationStride",
            .inconsistent(
                "\(stride) is more than the blockSize, \(model.blockSize), "
                    + "so that tokens would be left out"))
    }
}

extension TrialConfig {
    /// Finds out before training, and not after it, that a model cannot write.
    private static func checkMetrics(
        _ training: TrainingConfig, _ model: ModelConfig, _ reader: ConfigurationReader
    ) throws(ConfigurationError) {
        guard training.metrics.contains(.wordOverlap), model.predict == .every, !model.causal
        else { return }
        throw reader.error(
            "metrics",
            .inconsistent(
                "'wordOverlap' is of text that the model writes, but a model with "
                    + "'causal: false' and 'predict: \"every\"' sees the tokens that it predicts"))
    }
}

extension Composition {
    /// The names of the members, in their order.
    package var memberNames: [String] { members.map { type(of: $0).name } }
}

extension Settings {
    /// The first key where it is set, else the second.
    fileprivate subscript(key first: String, else second: String) -> String {
        self[first] != nil || self[second] == nil ? first : second
    }
}

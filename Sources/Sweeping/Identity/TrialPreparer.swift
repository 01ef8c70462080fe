import Corpora
package import Foundation
import Training
package import Transformer

/// Makes trials of configurations. Corpora and graphs are remembered, as the many trials of a sweep
/// share few.
///
/// Not safe for concurrent use.
package final class TrialPreparer {
    private struct GraphKey: Hashable {
        let model: ModelConfig
        let variant: String
        let batch: Int
    }

    private let folder: URL?
    private var corpora: [DataConfig: (corpus: Corpus, identity: String)] = [:]
    private var summaries: [GraphKey: ModelSummary] = [:]

    /// - Parameter folder: where relative paths of corpora are looked up first.
    package init(relativeTo folder: URL?) { self.folder = folder }

    /// Loads the data, takes their vocabulary into the model, traces it, and names the trial.
    ///
    /// - Throws: `CorpusError`, `CompositionError`, `TraceError` or `ConfigurationError`.
    package func prepare(_ config: TrialConfig) throws -> PreparedTrial {
        let data = try corpus(config.data)
        try data.corpus.validate(blockSize: config.model.blockSize)
        var config = config
        config.model.vocabulary = data.corpus.tokenizer.vocabularySize
        let key = GraphKey(
            model: config.model, variant: config.variant.name, batch: config.sequences)
        let summary =
            try summaries[key]
            ?? ModelSummary(
                config.model, config.variant, batch: config.sequences)
        summaries[key] = summary
        return PreparedTrial(
            identity: TrialIdentity(
                config, graph: summary.graphHash, data: data.identity,
                trainTokens: data.corpus.split.training.count),
            config: config, summary: summary, corpus: data.corpus)
    }

    /// Prepares a configuration, and places what is wrong with it at the key that is at fault.
    ///
    /// - Throws: `ConfigurationError`.
    package func prepare(
        _ config: TrialConfig, settings: Settings
    ) throws(ConfigurationError) -> PreparedTrial {
        do { return try prepare(config) } catch let error as ConfigurationError {
            throw settings.located(error)
        } catch let error as CorpusError {
            throw settings.located(error.description, at: Self.key(of: error, in: settings))
        } catch {
            throw settings.located("\(error)", at: "variant")
        }
    }

    /// Loads data, to be remembered.
    ///
    /// - Throws: `ConfigurationError`, at the key that is at fault.
    func load(_ data: DataConfig, settings: Settings) throws(ConfigurationError) {
        do { _ = try corpus(data) } catch {
            throw settings.located(error.description, at: Self.key(of: error, in: settings))
        }
    }

    /// The number of different tokens of some data.
    ///
    /// - Throws: `CorpusError`.
    func vocabulary(of data: DataConfig) throws(CorpusError) -> Int {
        try corpus(data).corpus.tokenizer.vocabularySize
    }

    /// The key to blame: of those that could be, the first that somebody wrote.
    private static func key(of error: CorpusError, in settings: Settings) -> String {
        switch error {
        case .splitSize(let part, _): part.rawValue
        case .noTrainingPart:
            ["test", "validation", "length"].first { settings[$0] != nil } ?? "corpus"
        case .length: "length"
        case .evaluationStride: "evaluationStride"
        case .tooShort(_, .test, _, _): "test"
        case .tooShort(_, .validation, _, _) where settings.isCount("validation"): "validation"
        case .tooShort:
            ["length", "corpus", "blockSize", "validation"].first { settings[$0] != nil }
                ?? "corpus"
        default: "corpus"
        }
    }

    private func corpus(
        _ data: DataConfig
    ) throws(CorpusError) -> (corpus: Corpus, identity: String) {
        if let known = corpora[data] { return known }
        let corpus = try data.load(relativeTo: folder)
        let loaded = (corpus, corpus.identity)
        corpora[data] = loaded
        return loaded
    }
}

extension Settings {
    /// Whether a key's value is a whole number.
    fileprivate func isCount(_ key: String) -> Bool {
        if case .integer = self[key] { true } else { false }
    }
}

import Corpora
import Foundation
import Training
import Transformer

/// What decides a trial's result, and nothing else: what is computed, on which data, and what is
/// read outside of the graph. Labels, names and keys that change nothing are not in it.
package struct TrialIdentity: Hashable, Sendable {
    /// Counts up when the engine's arithmetic changes, so that earlier results are not taken for
    /// those of today.
    package static let resultVersion = 1

    /// The SHA-256 of the identity's parts, in hexadecimal digits.
    package let hash: String
    /// The first 16 digits: the name of the trial and of its folder.
    package var id: String { String(hash.prefix(16)) }

    /// - Parameters:
    ///   - graph: The hash of what is computed, `ModelSummary.graphHash`.
    ///   - data: The hash of the data, `Corpus.identity`.
    ///   - trainTokens: The tokens of the training part, which say how long an epoch is.
    package init(_ config: TrialConfig, graph: String, data: String, trainTokens: Int) {
        let settings = Self.settings(config, trainTokens: trainTokens).sorted { $0.key < $1.key }
            .map { "\($0.key) \(Self.text($0.value))\n" }
        let text =
            "results \(Self.resultVersion)\ngraph \(graph)\ndata \(data)\n" + settings.joined()
        hash = SHA256.hexDigest(of: Array(text.utf8))
    }

    /// The configuration that training reads outside of the graph, each fact in one spelling.
    private static func settings(
        _ config: TrialConfig, trainTokens: Int
    ) -> [String: JSONValue] {
        var settings = config.training.members
        // An epoch is a number of steps, whether that was written or left out.
        settings["evaluateEvery"] = .integer(
            config.training.evaluationInterval(
                stepsPerEpoch: config.stepsPerEpoch(trainTokens: trainTokens)))
        settings["batchTokens"] = nil
        settings["batch"] = .integer(config.sequences)
        settings["evaluationStride"] = .integer(
            config.training.evaluationStride ?? config.model.blockSize)
        if config.training.schedule == .constant { settings["minLearningRate"] = nil }
        if config.training.patience == nil { settings["minDelta"] = nil }
        return settings
    }

    /// 1 and 1.0 alike.
    private static func text(_ value: JSONValue) -> String {
        if case .integer(let whole) = value, Int(exactly: Double(whole)) == whole {
            return JSONValue.number(Double(whole)).description
        }
        return value.description
    }
}

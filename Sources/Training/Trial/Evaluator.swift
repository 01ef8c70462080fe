package import Corpora
package import Tensors
package import Transformer

/// Judges parameters on a whole part of a corpus, without dropout, in the same way each time.
package final class Evaluator {
    private let executor: any Executor
    private let windows: EvaluationWindows
    private let traced: TracedModel

    /// What an evaluation has found.
    package struct Result: Hashable, Sendable {
        /// The mean loss over all predictions, in nats.
        package let loss: Double
        /// The share of predictions whose highest logit is the target's; the lowest index counts as
        /// the highest among equals.
        package let accuracy: Double
        /// How sure the predictions are.
        package let confidence: Confidence
        /// The loss at each position of the block; nil where only the token after it is predicted.
        package let positions: PositionLosses?
        /// What variants recorded, over the first batch.
        package let probes: [ProbeRecord]
    }

    /// Batches are of about this many tokens, which suits caches; the sizes alone decide.
    private static let tokensPerBatch = 1024

    /// Sequences of a batch, where the part has as many.
    static func sequences(blockSize: Int) -> Int { max(1, tokensPerBatch / blockSize) }

    /// - Parameters:
    ///   - stride: How far the window moves, in tokens; nil for the block size.
    ///   - parameters: Read at each evaluation.
    /// - Throws: `CorpusError` where the part is shorter than the block or the stride does not fit,
    ///   and what tracing throws.
    package init(
        _ model: ModelConfig, _ variant: Composition, corpus: Corpus,
        part: Split.Part = .validation, stride: Int? = nil, parameters: ParameterVector,
        makeExecutor: ExecutorFactory
    ) throws {
        func windows(_ batch: Int) throws(CorpusError) -> EvaluationWindows {
            try EvaluationWindows(
                corpus, part: part, blockSize: model.blockSize, batch: batch, stride: stride,
                predict: PredictedTargets(model.predict))
        }
        // Never more rows than windows, so that probes of the first batch hold no filler.
        let batch = min(
            Self.sequences(blockSize: model.blockSize), try windows(1).batchCount)
        self.windows = try windows(batch)
        traced = try trace(model, variant, batch: batch, purpose: .evaluation)
        executor = try makeExecutor(traced.graph, parameters, nil)
    }

    /// Bytes that evaluating takes beside the parameters.
    var plannedBytes: Int { executor.plannedBytes }

    /// Reads the whole part.
    package func evaluate() -> Result { evaluate(checkStop: {}) }

    /// Reads the whole part, unless it is to stop.
    ///
    /// - Parameter checkStop: Called before each batch; an error that it throws ends the reading.
    /// - Throws: What `checkStop` throws.
    package func evaluate(checkStop: () throws -> Void) rethrows -> Result {
        var sum = 0.0
        var hitCount = 0.0
        var confidence = Confidence()
        var positions =
            traced.config.predict == .every
            ? PositionLosses(blockSize: traced.config.blockSize) : nil
        var probes: [ProbeRecord] = []
        for index in 0..<windows.batchCount {
            try checkStop()
            let batch = windows.batch(at: index)
            executor.setInput("tokens", to: batch.batch.tokens)
            executor.setInput("targets", to: batch.batch.targets)
            executor.run(seed: 0, step: 0)
            let losses = executor.output("losses")
            let hits = executor.output("hits")
            let confidences = executor.output("confidences")
            let width = losses.count / batch.batch.rows
            for (row, counted) in batch.counted.enumerated() {
                for position in counted {
                    let place = row * width + position
                    sum += Double(losses[place])
                    positions?.count(losses[place], at: position)
                    hitCount += Double(hits[place])
                    confidence.count(confidences[place])
                }
            }
            if index == 0 {
                probes = traced.probes.map { probe in
                    ProbeRecord(probe, recorded: executor.output(probe.outputName))
                }
            }
        }
        let count = Double(windows.predictionCount)
        return Result(
            loss: sum / count, accuracy: hitCount / count, confidence: confidence,
            positions: positions, probes: probes)
    }
}

extension PredictedTargets {
    /// The targets of a model's predictions.
    package init(_ prediction: Prediction) {
        switch prediction {
        case .every: self = .every
        case .last: self = .last
        }
    }
}

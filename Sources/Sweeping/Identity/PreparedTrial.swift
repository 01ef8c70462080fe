package import Corpora
import Training
import Transformer

/// A trial that can run: its identity, its configuration with the data's vocabulary, and its data.
package struct PreparedTrial: Sendable {
    package let identity: TrialIdentity
    package let config: TrialConfig
    package let summary: ModelSummary
    package let corpus: Corpus

    package var id: String { identity.id }

    /// The trial's record before it has run.
    package var record: TrialRecord {
        TrialRecord(
            id: id, configuration: config.members, variant: config.variant.name,
            seed: config.training.seed, status: .pending,
            size: TrialRecord.Size(
                parameters: summary.parameters, flopsPerToken: summary.flopsPerToken,
                context: config.model.blockSize))
    }
}

extension PreparedTrial {
    /// The optimiser's steps, where patience does not end them early.
    package var steps: Int {
        switch config.training.duration {
        case .steps(let count): count
        case .epochs(let count): count * stepsPerEpoch
        }
    }

    private var stepsPerEpoch: Int {
        config.stepsPerEpoch(trainTokens: corpus.split.training.count)
    }

    /// Training tokens of a step.
    package var tokensPerStep: Int { config.sequences * config.model.blockSize }

    /// How often the validation part is read.
    package var evaluations: Int {
        let interval = config.training.evaluationInterval(stepsPerEpoch: stepsPerEpoch)
        let (whole, rest) = steps.quotientAndRemainder(dividingBy: interval)
        let first = config.training.evaluateAtStart || steps == 0 ? 1 : 0
        return first + whole + (rest > 0 ? 1 : 0)
    }

    /// Tokens of the parts that measuring at the end reads, each once.
    package var measuredTokens: Int {
        var parts: Set<Split.Part> = corpus.split.test.isEmpty ? [] : [.test]
        for measurement in config.training.metrics {
            switch measurement {
            case .training: parts.insert(.training)
            case .confidence: parts.formUnion(corpus.split.parts)
            case .wordOverlap: break
            }
        }
        return parts.reduce(0) { $0 + corpus.split[$1].count }
    }

    /// Floating-point operations of training, all evaluations, and measuring at the end.
    package var flops: Double {
        let stride = config.training.evaluationStride ?? config.model.blockSize
        let evaluationPerToken =
            Double(config.model.blockSize) / Double(stride) * summary.evaluationFlopsPerToken
        let evaluated = evaluations * corpus.split.validation.count + measuredTokens
        // Each token that a model writes takes a block.
        let written =
            config.training.metrics.contains(.wordOverlap)
            ? WordOverlapMeasurement.tokenCount * config.model.blockSize : 0
        return Double(steps) * Double(tokensPerStep) * summary.flopsPerToken
            + Double(evaluated) * evaluationPerToken
            + Double(written) * summary.evaluationFlopsPerToken
    }
}

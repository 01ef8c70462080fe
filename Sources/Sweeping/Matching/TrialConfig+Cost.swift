import Compiler
import Training
import Transformer

extension TrialConfig {
    /// Everything that the cost of a training step depends on and nothing else, but the vocabulary
    /// where the data are not known yet.
    struct CostKey: Hashable {
        let model: ModelConfig
        let variant: String
        let sequences: Int
        let precision: Precision

        /// Its facts by name.
        var members: [String: JSONValue] {
            var result = model.members
            result["variant"] = .string(variant)
            result["batch"] = .integer(sequences)
            result["precision"] = .string(precision.rawValue)
            return result
        }
    }

    var costKey: CostKey {
        let config = costed
        return CostKey(
            model: config.model, variant: variant.name, sequences: sequences,
            precision: training.precision)
    }

    /// The same but for what no cost depends on, which is as in every other: rates of dropout, of
    /// which it only matters whether there is any, initial values, and the epsilon of norms.
    var costed: TrialConfig {
        let plain = ModelConfig()
        var config = self
        config.model.embeddingDropout = Self.usualRate(model.embeddingDropout ?? model.dropout)
        config.model.dropout = Self.usualRate(model.dropout)
        config.model.initialization = plain.initialization
        config.model.normEpsilon = plain.normEpsilon
        return config
    }

    /// A rate for all that are not 0.
    private static func usualRate(_ rate: Double) -> Double { rate == 0 ? 0 : 0.5 }

    /// The same with another width.
    func with(width: Int) -> TrialConfig {
        var config = self
        config.model.width = width
        return config
    }
}

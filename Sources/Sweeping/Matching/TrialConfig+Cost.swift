import Compiler
import Training
import Transformer

extension TrialConfig {
    /// Everything that the cost of a training step depends on, but the vocabulary where the data are
    /// not known yet.
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
        CostKey(
            model: model, variant: variant.name, sequences: sequences,
            precision: training.precision)
    }

    /// The same with another width.
    func with(width: Int) -> TrialConfig {
        var config = self
        config.model.width = width
        return config
    }
}

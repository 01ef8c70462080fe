import Tensors

/// How parameters start.
public enum Initialization: String, Hashable, Sendable, Codable, CaseIterable {
    /// GPT-2's: normal with deviation 0.02; output projections, whose names end in
    /// `c_proj.weight`, are scaled by 1 / sqrt(2 layers), as each adds to the residual stream
    /// (Radford et al.: Language models are unsupervised multitask learners. 2019, section 2.3).
    case gpt2
    /// PyTorch's defaults: dense layers uniform in ±1/sqrt(inputs), embeddings standard normal.
    case torch
    /// Keras's defaults: dense layers uniform in ±sqrt(6 / (inputs + outputs)) (Glorot and Bengio
    /// 2010), embeddings uniform in ±0.05, offsets 0.
    case keras

    /// How the weight of a dense layer starts.
    func weight(name: String, inputs: Int, outputs: Int, layers: Int) -> Initializer {
        switch self {
        case .gpt2:
            let scale = name.hasSuffix("c_proj.weight") ? 1 / Float(2 * layers).squareRoot() : 1
            return .normal(deviation: 0.02 * scale)
        case .torch: return .within(1 / Float(inputs).squareRoot())
        case .keras: return .within((6 / Float(inputs + outputs)).squareRoot())
        }
    }

    /// How the offset of a dense layer starts.
    func bias(inputs: Int) -> Initializer {
        switch self {
        case .gpt2, .keras: .zeros
        case .torch: .within(1 / Float(inputs).squareRoot())
        }
    }

    /// How a table of embeddings starts.
    var embedding: Initializer {
        switch self {
        case .gpt2: .normal(deviation: 0.02)
        case .torch: .normal(deviation: 1)
        case .keras: .within(0.05)
        }
    }
}

extension Initializer {
    fileprivate static func within(_ bound: Float) -> Initializer {
        .uniform(from: -bound, to: bound)
    }
}

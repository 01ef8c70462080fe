import Transformer

/// The research log's ladder: each row is the one before and a part more.
struct LadderRung: Sendable, CustomStringConvertible {
    let variant: String
    let heads: Int
    /// Counted by hand from the modules that the log prints.
    let parameters: Int

    var description: String { "\(variant), \(heads) heads" }

    /// With the usual residual sums, and with the log's.
    static let all: [LadderRung] = {
        let bare = "no-residual+no-norm+no-projection"
        // Tables of 66 and of 8 vectors; queries, keys and values without offsets; the readout.
        let attention = 66 * 32 + 8 * 32 + 3 * 32 * 32 + (32 * 66 + 66)
        let dense = 32 * 32 + 32
        let norms = 3 * (32 + 32)
        let usual = [
            LadderRung(variant: "bigram", heads: 4, parameters: 66 * 66),
            LadderRung(variant: "no-feed-forward+" + bare, heads: 1, parameters: attention),
            LadderRung(variant: "no-feed-forward+" + bare, heads: 4, parameters: attention),
            LadderRung(
                variant: "narrow-feed-forward(projection=false)+" + bare, heads: 4,
                parameters: attention + dense),
            LadderRung(
                variant: "narrow-feed-forward+no-norm", heads: 4,
                parameters: attention + 3 * dense),
            LadderRung(
                variant: "narrow-feed-forward", heads: 4,
                parameters: attention + 3 * dense + norms),
        ]
        return usual
            + usual.suffix(2).map {
                LadderRung(
                    variant: "input-residual+" + $0.variant, heads: 4, parameters: $0.parameters)
            }
    }()

    /// The log's model of this row.
    var config: ModelConfig {
        var config = ModelConfig()
        (config.layers, config.heads, config.width, config.blockSize) = (1, heads, 32, 8)
        config.vocabulary = 66
        config.bias = true
        config.queryKeyValueBias = false
        config.readoutBias = true
        config.activation = .gelu
        config.initialization = .torch
        return config
    }
}

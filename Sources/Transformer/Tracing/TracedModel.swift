package import Tensors

/// What a traced graph is for; it decides the outputs and whether dropout is on.
package enum TracePurpose: String, Hashable, Sendable, CaseIterable {
    /// With dropout: "loss", each parameter's gradient under `Graph.gradientName(of:)`, and the
    /// probes of gradients under `Probe.outputName`.
    case training
    /// "loss"; of each scored token, [B, T] or [B], its "losses", "hits" (1 where its logit is the
    /// highest, otherwise 0) and "confidences" (the highest predicted probability); and the
    /// probes, under `Probe.outputName`.
    case evaluation
    /// "logits", [B, T, V] or [B, V].
    case inference
    /// "logits", and what tells where heads look: the outputs of each `TracedAttention`.
    case analysis
    /// Without dropout: "logits", "loss", and each parameter's gradient.
    case parity
}

/// A model as a graph. Inputs: "tokens" [B, T] and, where there is a loss, "targets", [B, T] or,
/// to predict the last token only, [B].
package struct TracedModel: Sendable {
    package let graph: Graph
    package let config: ModelConfig
    package let variant: Composition
    package let batch: Int
    package let purpose: TracePurpose
    /// The probes among the graph's outputs.
    package let probes: [Probe]
    /// The attentions among the graph's outputs, in the order of computation.
    package let attentions: [TracedAttention]
    package let counts: ParameterCounts
    /// The table of layers, in the order of computation.
    package let layers: [LayerSummary]
    /// The training loss alone: what decides a trial's result, whatever is recorded besides.
    package let objective: Graph
}

/// Something that a variant has recorded.
package struct Probe: Hashable, Sendable, Codable {
    /// The full name, such as `transformer.h.0.attn.window`.
    package let name: String
    /// The variant that records it.
    package let variant: String?
    /// The block that it comes from, if one.
    package let layer: Int?
    /// The shape of what is recorded.
    package let shape: [Int]
    /// Whether it is the gradient of the loss that is recorded.
    package let isGradient: Bool
    /// Whether the first axis is the batch's: it is as long, and the values depend on the tokens.
    package let hasBatchAxis: Bool
    /// The axis of the heads, counted from 0; nil where the variant names none.
    package let headAxis: Int?

    /// The name of the graph's output.
    package var outputName: String { (isGradient ? "probeGradient." : "probe.") + name }
}

/// The number of trained values, by what they are for.
package struct ParameterCounts: Hashable, Sendable, Codable {
    /// Those of tokens and positions.
    package var embedding: Int
    /// Those of the blocks and of the norm after them.
    package var blocks: Int
    /// Those of the readout alone; tied ones count as embedding.
    package var readout: Int

    package init(embedding: Int = 0, blocks: Int = 0, readout: Int = 0) {
        self.embedding = embedding
        self.blocks = blocks
        self.readout = readout
    }

    package var total: Int { embedding + blocks + readout }
}

/// A row of the table of layers.
package struct LayerSummary: Hashable, Sendable, Codable {
    package let name: String
    package internal(set) var outputShape: [Int]
    /// The number of trained values that the layer declares first.
    package internal(set) var parameters: Int
    /// Whether other rows hold its parts.
    let isContainer: Bool
}

import Tensors

/// Who asks for the table of token vectors, [V, C].
struct TokenTable {
    /// Whether the embedding looks tokens up in it.
    var isEmbedding = false
    /// The members that read it outside of the embedding.
    var readers: [Int] = []
}

extension Tracer {
    /// A member reads the table, but another one's embedding has none: it would be no tokens'
    /// vectors that it reads.
    var missingTable: CompositionError? {
        guard let embedder = changers[.embed]?.first, !table.isEmbedding,
            let reader = table.readers.first(where: { $0 != embedder })
        else { return nil }
        return .missingTable(reader: name(of: reader), replacer: name(of: embedder))
    }

    /// The readout is to have an offset, but a member's has none. A member that replaces the whole
    /// model is not asked: it has no readout, and the key is nothing to it, as widths are.
    var missingOffset: CompositionError? {
        guard config.readoutBias, let member = changers[.readout]?.first,
            !builder.parameters.contains(where: { $0.name.hasSuffix("lm_head.bias") })
        else { return nil }
        return .missingOffset(variant: name(of: member))
    }
}

import Tensors

/// The baseline around the stack of blocks: learned positions, final norm, untied readout.
extension Tracer {
    private var vectors: Shape { [batch, config.blockSize, config.width] }

    private var tokenShape: Shape { [batch, config.blockSize] }

    private var logitsShape: Shape {
        switch config.predict {
        case .every: [batch, config.blockSize, config.vocabulary]
        case .last: [batch, config.vocabulary]
        }
    }

    var tokenEmbedding: Tensor {
        parameter(
            "transformer", "wte.weight", [config.vocabulary, config.width],
            config.initialization.embedding, isShared: true)
    }

    func model(_ tokens: Tensor) -> Tensor {
        let site = ModelSite(self, "transformer")
        return part(
            .model, site.scope, input: (tokens, tokenShape), shape: logitsShape,
            row: "transformer", isContainer: true,
            replacement: { $0.model(tokens, at: site) },
            baseline: {
                var x = addPositions(embed(tokens))
                for layer in 0..<config.layers { x = block(x, layer: layer) }
                return readout(norm(x, .last))
            })
    }

    func embed(_ tokens: Tensor) -> Tensor {
        let site = ModelSite(self, "transformer")
        return part(
            .embed, site.scope, input: (tokens, tokenShape), shape: vectors, row: "transformer.wte",
            replacement: { $0.embed(tokens, at: site) },
            baseline: { tokenEmbedding.gather(tokens) })
    }

    func addPositions(_ embedded: Tensor) -> Tensor {
        let site = ModelSite(self, "transformer")
        let isOutermost = !isRunning(.positions)
        let sum = part(
            .positions, site.scope, input: (embedded, vectors), shape: vectors,
            row: "transformer.wpe",
            replacement: { $0.positions(embedded, at: site) },
            baseline: {
                embedded
                    + parameter(
                        site.scope, "wpe.weight", [config.blockSize, config.width],
                        config.initialization.embedding)
            })
        guard isOutermost else { return sum }
        return dropout(
            sum, name: "transformer.drop", rate: config.embeddingDropout ?? config.dropout)
    }

    func norm(_ x: Tensor, _ place: NormSite.Place) -> Tensor {
        let site = NormSite(self, place)
        return part(
            .norm, site.scope, input: (x, vectors), shape: vectors, row: site.scope,
            replacement: { $0.norm(x, at: site) },
            baseline: { layerNorm(site.scope, "", x) })
    }

    func readout(_ x: Tensor) -> Tensor {
        let site = ModelSite(self, "")
        return part(
            .readout, site.scope, input: (x, vectors), shape: logitsShape, row: "lm_head",
            replacement: { $0.readout(x, at: site) },
            baseline: { site.logits(x) })
    }
}

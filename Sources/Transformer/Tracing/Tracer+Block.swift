import Tensors

/// The baseline's block: pre-norm, attention, feed-forward, residual sums (Radford et al.: Language
/// models are unsupervised multitask learners. 2019, section 2.3).
extension Tracer {
    private var vectors: Shape { [batch, config.blockSize, config.width] }

    func block(_ x: Tensor, layer: Int) -> Tensor {
        let site = BlockSite(self, "transformer.h.\(layer)", layer: layer)
        return part(
            .block, site.scope, input: (x, vectors), shape: vectors, row: site.scope,
            isContainer: true,
            replacement: { $0.block(x, at: site) },
            baseline: {
                step(.feedForward, step(.attention, x, layer: layer), layer: layer)
            })
    }

    func step(_ sublayer: Sublayer, _ x: Tensor, layer: Int) -> Tensor {
        let site = BlockSite(self, "transformer.h.\(layer)", layer: layer)
        return part(
            sublayer == .attention ? .attentionStep : .feedForwardStep, site.scope,
            input: (x, vectors), shape: vectors,
            replacement: {
                switch sublayer {
                case .attention: $0.attentionStep(x, at: site)
                case .feedForward: $0.feedForwardStep(x, at: site)
                }
            },
            baseline: {
                let normed = norm(x, .before(sublayer, layer: layer))
                let update =
                    switch sublayer {
                    case .attention: attention(normed, layer: layer)
                    case .feedForward: feedForward(normed, layer: layer)
                    }
                return residual(x, update, after: sublayer, layer: layer)
            })
    }

    func residual(_ x: Tensor, _ update: Tensor, after sublayer: Sublayer, layer: Int) -> Tensor {
        let site = SublayerSite(self, sublayer, layer: layer)
        let update = checked(update, vectors)
        return part(
            .residual, site.scope, input: (x, vectors), shape: vectors,
            replacement: { $0.residual(x, update, at: site) },
            baseline: { x + update })
    }

    func feedForward(_ x: Tensor, layer: Int) -> Tensor {
        let site = SublayerSite(self, .feedForward, layer: layer)
        let isOutermost = !isRunning(.feedForward)
        let output = part(
            .feedForward, site.scope, input: (x, vectors), shape: vectors, row: site.scope,
            replacement: { $0.feedForward(x, at: site) },
            baseline: {
                let hidden = site.activation(site.linear("c_fc", x, to: 4 * config.width))
                return site.linear("c_proj", hidden, to: config.width)
            })
        return isOutermost ? outputDropout(output, site) : output
    }

    func attention(_ x: Tensor, layer: Int) -> Tensor {
        let x = checked(x, vectors)
        let site = AttentionSite(self, input: x, layer: layer)
        let isOutermost = !isRunning(.attention)
        let output = part(
            .attention, site.scope, shape: vectors, row: site.scope,
            replacement: { $0.attention(x, at: site) },
            baseline: {
                let vectors = site.queryKeyValue(x)
                let weights = site.weights(site.scores(vectors.query, vectors.key))
                return site.project(site.merged(site.heads(weights, vectors.value)))
            })
        return isOutermost ? outputDropout(output, site) : output
    }

    private func outputDropout(_ output: Tensor, _ site: SublayerSite) -> Tensor {
        dropout(output, name: site.scope + ".output", rate: config.dropout)
    }
}

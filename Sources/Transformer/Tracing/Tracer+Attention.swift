import Tensors

/// The baseline's attention (Vaswani et al.: Attention is all you need. 2017, section 3.2), and the
/// hooks between its parts.
extension Tracer {
    private var square: Shape { [batch, config.heads, config.blockSize, config.blockSize] }
    private var headVectors: Shape {
        [batch, config.heads, config.blockSize, config.headWidth]
    }

    func queryKeyValue(_ x: Tensor, at site: AttentionSite) -> QueryKeyValue {
        let width = config.width
        let initialization = config.initialization
        let weight = parameter(
            site.scope, "c_attn.weight", [3 * width, width],
            initialization.weight(
                name: "c_attn.weight", inputs: width, outputs: width, layers: config.layers))
        let bias =
            config.queryKeyValueBias ?? config.bias
            ? parameter(
                site.scope, "c_attn.bias", [3 * width], initialization.bias(inputs: width)) : nil
        // Three products, so that nothing is sliced at every step: the weight's parts lie apart.
        let parts = (0..<3).map { index in
            let rows = index * width..<(index + 1) * width
            let product = x.matmul(weight.slice(0, rows), transposeOther: true)
            let vectors = bias.map { product + $0.slice(0, rows) } ?? product
            return vectors.reshaped(batch, config.blockSize, config.heads, config.headWidth)
                .transposed(0, 2, 1, 3)
        }
        let vectors = QueryKeyValue(query: parts[0], key: parts[1], value: parts[2])
        return chain(
            .queryKeyValue, site.scope, vectors, tensors: { [$0.query, $0.key, $0.value] }
        ) { variant, vectors in
            let result = variant.queryKeyValue(vectors, at: site)
            return QueryKeyValue(
                query: checked(result.query, headVectors), key: checked(result.key, headVectors),
                value: checked(result.value, headVectors))
        }
    }

    func similarity(_ query: Tensor, _ key: Tensor, at site: AttentionSite) -> Tensor {
        let key = checked(key, headVectors)
        return part(
            .similarity, site.scope, input: (query, headVectors), shape: square,
            replacement: { $0.similarity(query, key, at: site) },
            baseline: {
                query.matmul(key, transposeOther: true)
                    * builder.constant(1 / Double(config.headWidth).squareRoot())
            })
    }

    func scores(_ query: Tensor, _ key: Tensor, at site: AttentionSite) -> Tensor {
        chain(.scores, site.scope, similarity(query, key, at: site)) { variant, scores in
            checked(variant.scores(scores, at: site), square)
        }
    }

    func normalize(_ scores: Tensor, at site: AttentionSite) -> Tensor {
        part(
            .normalize, site.scope, input: (scores, square), shape: square,
            replacement: { $0.normalize(scores, at: site) },
            baseline: { scores.softmax(causal: config.causal) })
    }

    func weights(_ scores: Tensor, at site: AttentionSite) -> Tensor {
        chain(.weights, site.scope, normalize(scores, at: site)) { variant, weights in
            checked(variant.weights(weights, at: site), square)
        }
    }

    func heads(_ weights: Tensor, _ value: Tensor, at site: AttentionSite) -> Tensor {
        let weights = checked(weights, square)
        let value = checked(value, headVectors)
        let dropped = dropout(weights, name: site.scope + ".weights", rate: config.dropout)
        return chain(.heads, site.scope, dropped.matmul(value)) { variant, heads in
            checked(variant.heads(heads, at: site), headVectors)
        }
    }

    func project(_ merged: Tensor, at site: AttentionSite) -> Tensor {
        let vectors: Shape = [batch, config.blockSize, config.width]
        return part(
            .project, site.scope, input: (merged, vectors), shape: vectors,
            replacement: { $0.project(merged, at: site) },
            baseline: { site.linear("c_proj", merged, to: config.width) })
    }
}

import Tensors

extension GraphGenerator {
    func addProduct(_ operation: RandomOperation) {
        let x = pick(atLeast: 2)
        let a = x.tensor
        let transposeA = chance(0.5)
        let transposeB = chance(0.5)
        let rows = transposeA ? a.shape[-1] : a.shape[-2]
        let inner = transposeA ? a.shape[-2] : a.shape[-1]
        let batch = Array(a.shape.dimensions.dropLast(2))
        let columns = max(1, min(size(), limit / max(rows * batch.reduce(1, *), 1)))
        let matrix = transposeB ? [columns, inner] : [inner, columns]
        let scale = 1 / Float(inner).squareRoot()
        switch operation {
        case .matmul:
            let b = leaf(Shape(batch + matrix))
            let product = builder.apply(
                .matmul(transposeA: transposeA, transposeB: transposeB), [a, b])
            add(product * scale, magnitude: 1.5 * x.magnitude)
        case .sharedMatmul:
            // One matrix for the whole batch, or a batch axis of size 1 on either side.
            let fewer = Shape((chance(0.5) ? [] : batch.map { chance(0.5) ? 1 : $0 }) + matrix)
            let product = a.matmul(
                parameter(fewer), transposeSelf: transposeA, transposeOther: transposeB)
            add(product * scale, magnitude: 1.5 * x.magnitude)
        case .squareMatmul:
            let product = a.matmul(a, transposeSelf: !transposeB, transposeOther: transposeB)
            let terms = Float(transposeB ? a.shape[-1] : a.shape[-2])
            add(product * (1 / terms), magnitude: x.magnitude * x.magnitude)
        default:
            // Views as operands: both sides transposed beforehand.
            let b = parameter(Shape(batch + [columns, inner])).transposed()
            let left = transposeA ? a.transposed() : a
            add(left.matmul(b) * scale, magnitude: 1.5 * x.magnitude)
        }
    }

    /// Causal attention with heads, over [batch, T, width], as the transformer block does it.
    func addAttention() {
        let (batch, length, heads, width) = (
            1 + integer(below: 2), size(), 1 + integer(below: 3), 4
        )
        let channels = heads * width
        let x = parameter([batch, length, channels])
        let normed = x.normalized() * parameter([channels])
        let mixed = normed.matmul(parameter([3 * channels, channels]), transposeOther: true) * 0.3
        let parts = mixed.split(-1, into: 3).map {
            $0.reshaped(batch, length, heads, width).transposed(0, 2, 1, 3)
        }
        let distance =
            builder.positions(axis: 0, shape: [length, length])
            - builder.positions(axis: 1, shape: [length, length])
        let scores = parts[0].matmul(parts[1], transposeOther: true) * 0.5 - 0.1 * distance
        var weights = scores.softmax(causal: true)
        if chance(0.5) { weights = weights.dropout(rate: 0.2, site: site()) }
        if chance(0.3) {
            let gate = sigmoid((weights * scores).sum(-1))
            weights = weights * gate
        }
        let merged = weights.matmul(parts[2]).transposed(0, 2, 1, 3)
            .reshaped(batch, length, channels)
        let projected = merged.matmul(parameter([channels, channels]), transposeOther: true)
        add(x + 0.3 * projected, magnitude: 3)
    }

    /// A norm, a matrix product with offset, an activation, another product, and a residual sum.
    func addFeedForward() {
        let x = pick(atLeast: 2)
        let channels = x.tensor.shape[-1]
        let inner = 2 * size()
        guard x.tensor.shape.count / channels * inner <= 4 * limit else { return }
        let normed = channels > 1 ? x.tensor.normalized() * parameter([channels]) : x.tensor
        let hidden =
            normed.matmul(parameter([inner, channels]), transposeOther: true) * 0.4
            + parameter([inner])
        let active = chance(0.3) ? relu(hidden) : chance(0.5) ? gelu(hidden) : geluTanh(hidden)
        let update = active.matmul(parameter([channels, inner]), transposeOther: true) * 0.3
        add(x.tensor + update, magnitude: x.magnitude + 1)
    }
}

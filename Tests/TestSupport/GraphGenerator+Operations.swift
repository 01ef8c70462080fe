import Tensors

extension GraphGenerator {
    func perform(_ operation: RandomOperation) {
        switch operation {
        case .leaf: add(leaf(randomShape()), magnitude: 2)
        case .unary, .safeUnary, .again: addUnary(operation)
        case .binary, .divide, .extreme, .comparison, .select: addBinary(operation)
        case .broadcast:
            let x = pick()
            let target = partner(of: x.tensor.shape).tensor.shape
            guard let shape = x.tensor.shape.broadcast(with: target) else { return }
            add(x.tensor.broadcast(to: shape), magnitude: x.magnitude)
        case .dropout:
            let x = pick()
            let rate = element(of: [0.1, 0.25, 0.5])
            add(x.tensor.dropout(rate: rate, site: site()), magnitude: x.magnitude * 1.5)
        case .sum, .maximum, .cumulativeSum, .softmax, .layerNorm, .logSumExp, .crossEntropy:
            addAlongAxes(operation)
        case .matmul, .sharedMatmul, .squareMatmul, .transposedMatmul: addProduct(operation)
        case .gather, .scatterAdd: addRows(operation)
        case .reshape, .transpose, .slice, .overlap, .split, .concatenate: addMovement(operation)
        case .attention: addAttention()
        case .feedForward: addFeedForward()
        }
    }

    private func addUnary(_ operation: RandomOperation) {
        let x = pick()
        let t = x.tensor
        switch operation {
        case .unary:
            let function = element(of: [Unary.negate, .tanh, .sigmoid, .erf, .sine, .cosine])
            let isNegation = function == .negate
            add(builder.apply(.unary(function), [t]), magnitude: isNegation ? x.magnitude : 1)
        case .safeUnary:
            // Kept away from the poles of each function.
            switch integer(below: 5) {
            case 0: add(exp(tanh(t)), magnitude: 2)
            case 1: add(log(t * t + 0.5), magnitude: 2)
            case 2: add(sqrt(t * t + 0.3), magnitude: x.magnitude)
            case 3: add(builder.apply(.unary(.reciprocal), [t * t + 0.7]), magnitude: 1.5)
            default: add(exp(0.5 * t - 0.5 * x.tensor * t), magnitude: 1.5)
            }
        default:
            // The same arithmetic written twice is one node with two consumers.
            add(tanh(t) * sigmoid(tanh(t)), magnitude: 1)
            add(sin(tanh(t)), magnitude: 1)
        }
    }

    private func addBinary(_ operation: RandomOperation) {
        var x = pick()
        var y = partner(of: x.tensor.shape)
        if chance(0.5) { swap(&x, &y) }
        let (a, b) = (x.tensor, y.tensor)
        switch operation {
        case .divide: add(a / (b * b + 0.8), magnitude: x.magnitude)
        case .extreme:
            let result = chance(0.3) ? relu(a + b) : chance(0.5) ? maximum(a, b) : minimum(a, b)
            add(result, magnitude: x.magnitude + y.magnitude)
        case .comparison:
            let mask = chance(0.5) ? a .< b : a .>= b
            add(mask * a + 0.5 * b, magnitude: x.magnitude + y.magnitude)
        case .select:
            guard let shape = a.shape.broadcast(with: b.shape) else { return }
            add(a.selected(where: mask(shape), otherwise: b), magnitude: x.magnitude)
        default:
            switch integer(below: 3) {
            case 0: add(a + b, magnitude: x.magnitude + y.magnitude)
            case 1: add(a - b, magnitude: x.magnitude + y.magnitude)
            default: add(a * b, magnitude: x.magnitude * y.magnitude)
            }
        }
    }

    /// Zeros and ones: a causal triangle, a diagonal, or the sign of new values.
    private func mask(_ shape: Shape) -> Tensor {
        guard shape.rank >= 2, chance(0.7) else { return leaf(shape) .< builder.constant(0.3) }
        let square = Shape(Array(shape.dimensions.suffix(2)))
        let rows = builder.positions(axis: 0, shape: square)
        let columns = builder.positions(axis: 1, shape: square)
        return chance(0.5) ? columns .<= rows : columns .== rows
    }

    private func addAlongAxes(_ operation: RandomOperation) {
        let x = pick(atLeast: operation == .softmax ? 2 : 1)
        let t = x.tensor
        switch operation {
        case .sum:
            let axes = someAxes(of: t.shape)
            let sum = builder.apply(.reduce(.sum, axes: axes), [t])
            let terms = Float(t.shape.count / sum.shape.count)
            add(sum * (1 / terms.squareRoot()), magnitude: x.magnitude)
        case .maximum:
            add(
                builder.apply(.reduce(.maximum, axes: someAxes(of: t.shape)), [t]),
                magnitude: x.magnitude)
        case .cumulativeSum:
            let axis = integer(below: t.shape.rank)
            let sum = builder.apply(.cumulativeSum(axis: axis, reversed: chance(0.5)), [t])
            add(sum, magnitude: x.magnitude * Double(t.shape[axis]).squareRoot())
        case .softmax:
            add(t.softmax(causal: t.shape[-1] >= t.shape[-2] && chance(0.7)), magnitude: 1)
        case .layerNorm:
            add(t.normalized(epsilon: chance(0.5) ? 1e-5 : 1e-2), magnitude: 1.5)
        case .logSumExp: add(t.logSumExp(), magnitude: x.magnitude + 1)
        default:
            let targets = indices(Shape(Array(t.shape.dimensions.dropLast())), below: t.shape[-1])
            add(t.crossEntropy(targets: targets), magnitude: x.magnitude + 1)
        }
    }

    private func addRows(_ operation: RandomOperation) {
        if operation == .gather {
            let x = pick(atLeast: 2) { $0.rank == 2 }
            let table = x.tensor.shape.rank == 2 ? x.tensor : parameter([size(), size()])
            var shape = randomShape()
            while shape.count * table.shape[1] > limit { shape = randomShape() }
            add(table.gather(indices(shape, below: table.shape[0])), magnitude: x.magnitude)
        } else {
            let x = pick(atLeast: 1)
            let rows = size() + 1
            let places = Shape(Array(x.tensor.shape.dimensions.dropLast()))
            let sum = x.tensor.scatterAdd(indices(places, below: rows), rows: rows)
            let collisions = Double(max(places.count / rows, 1))
            add(sum, magnitude: x.magnitude * collisions.squareRoot())
        }
    }
}

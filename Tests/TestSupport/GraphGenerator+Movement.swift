import Tensors

extension GraphGenerator {
    func addMovement(_ operation: RandomOperation) {
        let x = pick(atLeast: 1)
        let t = x.tensor
        let axis = integer(below: t.shape.rank)
        let size = t.shape[axis]
        switch operation {
        case .reshape:
            add(t.reshaped(to: otherShape(t.shape)), magnitude: x.magnitude)
        case .transpose:
            let moved = builder.apply(.transpose(shuffled(Array(0..<t.shape.rank))), [t])
            // A transposed view under a reduction, a reshape, or as it is.
            switch integer(below: 3) {
            case 0: add(moved.mean(-1), magnitude: x.magnitude)
            case 1: add(moved.reshaped(to: otherShape(moved.shape)), magnitude: x.magnitude)
            default: add(moved, magnitude: x.magnitude)
            }
        case .slice:
            let start = integer(below: size)
            let end = start + 1 + integer(below: size - start)
            add(t.slice(axis, start..<end), magnitude: x.magnitude)
        case .overlap:
            let most = max(size - 1, 1)
            let product = tanh(t.slice(axis, 0..<most)) * t.slice(axis, (size - most)..<size)
            add(product, magnitude: x.magnitude)
        case .split:
            let middle = size / 2
            guard middle > 0 else { return }
            let parts = [t.slice(axis, 0..<middle), t.slice(axis, middle..<size)]
            add(concatenate([parts[1], sin(parts[0])], axis: axis), magnitude: x.magnitude)
            add(parts[chance(0.5) ? 0 : 1] * 0.7, magnitude: x.magnitude)
        default:
            var other = t.shape
            other[axis] = self.size()
            guard t.shape.count + other.count <= limit else { return }
            let zeros = builder.constant(0).broadcast(to: other)
            let pieces = [t, chance(0.2) ? zeros : leaf(other), chance(0.3) ? t : cos(t)]
            let count = 2 + integer(below: 2)
            add(
                concatenate(shuffled(pieces.prefix(count).map { $0 }), axis: axis),
                magnitude: x.magnitude)
        }
    }

    /// Another shape of the same elements: flat, two axes joined, one split, or an axis of size 1.
    private func otherShape(_ shape: Shape) -> Shape {
        var sizes = shape.dimensions
        let axis = integer(below: sizes.count)
        switch integer(below: 4) {
        case 0: sizes = [shape.count]
        case 1 where sizes.count > 1:
            let last = max(axis, 1)
            sizes[last - 1] *= sizes.remove(at: last)
        case 2:
            let factors = (1...sizes[axis]).filter { sizes[axis] % $0 == 0 }
            let factor = element(of: factors)
            sizes.replaceSubrange(axis...axis, with: [factor, sizes[axis] / factor])
        default: sizes.insert(1, at: axis)
        }
        return Shape(sizes.count > 5 ? [shape.count] : sizes)
    }
}

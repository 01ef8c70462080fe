package import Tensors

/// A tensor in memory: a storage, and where each element lies in it, in elements.
package struct View: Hashable, Sendable {
    package var storage: Int
    package var offset: Int
    package var shape: Shape
    package var strides: [Int]

    /// A whole storage in row-major order.
    package init(storage: Int, shape: Shape) {
        self.init(storage: storage, offset: 0, shape: shape, strides: shape.strides)
    }

    package init(storage: Int, offset: Int, shape: Shape, strides: [Int]) {
        self.storage = storage
        self.offset = offset
        self.shape = shape
        self.strides = strides
    }

    /// Whether elements lie one after another in row-major order.
    package var isContiguous: Bool {
        zip(shape.dimensions, zip(strides, shape.strides)).allSatisfy { size, pair in
            size == 1 || pair.0 == pair.1
        }
    }

    /// Whether both name the same elements in the same order.
    package func isSame(as other: View) -> Bool {
        storage == other.storage && offset == other.offset && shape == other.shape
            && shape.dimensions.indices.allSatisfy {
                shape[$0] == 1 || strides[$0] == other.strides[$0]
            }
    }

    package func transposed(_ order: [Int]) -> View {
        View(
            storage: storage, offset: offset, shape: Shape(order.map { shape[$0] }),
            strides: order.map { strides[$0] })
    }

    package func sliced(axis: Int, start: Int, to shape: Shape) -> View {
        View(
            storage: storage, offset: offset + start * strides[axis], shape: shape,
            strides: strides)
    }

    package func broadcast(to target: Shape) -> View {
        View(storage: storage, offset: offset, shape: target, strides: strides(within: target))
    }

    /// The strides of this view along the axes of a shape that it broadcasts to.
    package func strides(within target: Shape) -> [Int] {
        (0..<target.rank).map { axis in
            let own = axis - (target.rank - shape.rank)
            return own < 0 || shape[own] == 1 ? 0 : strides[own]
        }
    }

    /// The same elements with other axes; nil where that needs a copy. Axes that lie one after
    /// another in memory are merged, and then cut as the new shape asks.
    package func reshaped(to target: Shape) -> View? {
        guard shape.count > 0 else { return View(storage: storage, shape: target) }
        var runs: [(size: Int, stride: Int)] = []
        for (size, stride) in zip(shape.dimensions, strides) where size != 1 {
            if let last = runs.last, last.stride == size * stride {
                runs[runs.count - 1] = (last.size * size, stride)
            } else {
                runs.append((size, stride))
            }
        }
        var result = [Int](repeating: 0, count: target.rank)
        var axis = target.rank - 1
        for run in runs.reversed() {
            var remaining = run.size
            var stride = run.stride
            while remaining > 1 {
                guard axis >= 0, remaining % target[axis] == 0 else { return nil }
                result[axis] = stride
                stride *= target[axis]
                remaining /= target[axis]
                axis -= 1
            }
        }
        return View(storage: storage, offset: offset, shape: target, strides: result)
    }
}

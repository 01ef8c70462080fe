extension Shape {
    /// Row-major strides, in elements.
    package var strides: [Int] {
        var result = [Int](repeating: 1, count: rank)
        for axis in stride(from: rank - 2, through: 0, by: -1) {
            result[axis] = result[axis + 1] * dimensions[axis + 1]
        }
        return result
    }

    /// The strides by which an index of `shape`, to which this one broadcasts, finds its element:
    /// 0 along stretched axes.
    package func broadcastStrides(to shape: Shape) -> [Int] {
        let extra = shape.rank - rank
        return [Int](repeating: 0, count: extra)
            + zip(strides, dimensions).map { stride, size in size == 1 ? 0 : stride }
    }

    /// Calls `body` with offset + Σ index[k] strides[k] for each index of this shape, row-major.
    func forEachOffset(strides: [Int], from offset: Int, _ body: (Int) -> Void) {
        guard let run = dimensions.last, let step = strides.last else { return body(offset) }
        var index = [Int](repeating: 0, count: rank - 1)
        var start = offset
        for _ in 0..<dimensions.dropLast().reduce(1, *) {
            for place in 0..<run { body(start + place * step) }
            for axis in index.indices.reversed() {
                index[axis] += 1
                start += strides[axis]
                if index[axis] < dimensions[axis] { break }
                start -= index[axis] * strides[axis]
                index[axis] = 0
            }
        }
    }
}

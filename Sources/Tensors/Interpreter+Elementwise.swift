extension Interpreter {
    /// Operands with their axes of size 1 stretched to a shape.
    func stretched(_ operands: [[Double]], _ shapes: [Shape], to shape: Shape) -> [[Double]] {
        zip(operands, shapes).map { values, own in
            if own.count == shape.count { return values }
            if own.count == 1 { return [Double](repeating: values[0], count: shape.count) }
            return view(values, shape, strides: own.broadcastStrides(to: shape))
        }
    }

    func binary(_ function: Binary, _ operands: [[Double]]) -> [Double] {
        zip(operands[0], operands[1]).map { function($0, $1) }
    }

    func selection(_ operands: [[Double]]) -> [Double] {
        operands[0].indices.map { operands[0][$0] != 0 ? operands[1][$0] : operands[2][$0] }
    }

    /// The mask drops with probability threshold / 65536, the rate to 16 bits; kept elements are
    /// divided by exactly 1 - rate.
    func dropout(_ values: [Double], rate: Double, site: String) -> [Double] {
        let stream = RandomStream(seed: seed, purpose: .dropout, name: site, step: step)
        let threshold = RandomStream.dropoutThreshold(rate: rate)
        let scale = 1 / (1 - rate)
        return values.enumerated().map { index, value in
            stream.keeps(at: UInt64(index), threshold: threshold) ? value * scale : 0
        }
    }

    func positions(along axis: Int, in shape: Shape) -> [Double] {
        var strides = [Int](repeating: 0, count: shape.rank)
        strides[axis] = 1
        return view((0..<shape[axis]).map { Double($0) }, shape, strides: strides)
    }
}

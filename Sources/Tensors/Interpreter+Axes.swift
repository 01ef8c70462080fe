import Foundation

extension Interpreter {
    func reduced(
        _ values: [Double], _ shape: Shape, _ reduction: Reduction, axes: [Int]
    ) -> [Double] {
        var kept = shape
        for axis in axes { kept[axis] = 1 }
        let function: Binary
        var result: [Double]
        switch reduction {
        case .sum:
            function = .add
            result = [Double](repeating: 0, count: kept.count)
        case .maximum:
            function = .maximum
            result = [Double](repeating: -.infinity, count: kept.count)
        }
        var index = 0
        shape.forEachOffset(strides: kept.broadcastStrides(to: shape), from: 0) { place in
            result[place] = function(result[place], values[index])
            index += 1
        }
        return result
    }

    func cumulativeSum(
        _ values: [Double], _ shape: Shape, axis: Int, reversed: Bool
    ) -> [Double] {
        var result = values
        let size = shape[axis]
        let stride = shape.strides[axis]
        for outer in 0..<values.count / (size * stride) {
            for inner in 0..<stride {
                let start = outer * size * stride + inner
                for step in 1..<Swift.max(size, 1) {
                    let place = start + (reversed ? size - 1 - step : step) * stride
                    result[place] += result[reversed ? place + stride : place - stride]
                }
            }
        }
        return result
    }

    func softmax(_ values: [Double], _ shape: Shape, causal: Bool) -> [Double] {
        let columns = shape[-1]
        let rows = causal ? shape[-2] : 1
        var result = [Double](repeating: 0, count: values.count)
        for row in 0..<values.count / columns {
            let covered = causal ? row % rows + 1 + columns - rows : columns
            let places = row * columns..<row * columns + covered
            let greatest = values[places].reduce(-.infinity) { Binary.maximum($0, $1) }
            var sum = 0.0
            for place in places {
                result[place] = exp(values[place] - greatest)
                sum += result[place]
            }
            for place in places { result[place] /= sum }
        }
        return result
    }

    func layerNorm(_ values: [Double], columns: Int, epsilon: Double) -> [Double] {
        var result = values
        for row in 0..<values.count / columns {
            let places = row * columns..<(row + 1) * columns
            let mean = values[places].reduce(0, +) / Double(columns)
            let variance =
                values[places].reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(columns)
            for place in places { result[place] -= mean }
            let deviation = (variance + epsilon).squareRoot()
            for place in places { result[place] /= deviation }
        }
        return result
    }

    func crossEntropy(
        _ logits: [Double], targets: [Double], classes: Int
    ) throws(InterpreterError) -> [Double] {
        var result: [Double] = []
        for (row, target) in targets.enumerated() {
            let target = try whole(target, below: classes, "cross entropy")
            let scores = logits[row * classes..<(row + 1) * classes]
            let greatest = scores.reduce(-.infinity) { Binary.maximum($0, $1) }
            let sum = scores.reduce(0) { $0 + exp($1 - greatest) }
            result.append(log(sum) + greatest - scores[row * classes + target])
        }
        return result
    }
}

extension Interpreter {
    /// The elements that an index of `shape` reaches through strides, row-major; broadcasting,
    /// transposition and slicing are such views.
    func view(_ values: [Double], _ shape: Shape, strides: [Int], offset: Int = 0) -> [Double] {
        var result: [Double] = []
        result.reserveCapacity(shape.count)
        values.withUnsafeBufferPointer { values in
            shape.forEachOffset(strides: strides, from: offset) { result.append(values[$0]) }
        }
        return result
    }

    func concatenated(_ operands: [[Double]], _ shapes: [Shape], axis: Int) -> [Double] {
        var result: [Double] = []
        result.reserveCapacity(operands.reduce(0) { $0 + $1.count })
        let runs = shapes.map { $0.dimensions[axis...].reduce(1, *) }
        for outer in 0..<shapes[0].dimensions[..<axis].reduce(1, *) {
            for (values, run) in zip(operands, runs) {
                result += values[outer * run..<(outer + 1) * run]
            }
        }
        return result
    }

    func gather(
        _ table: [Double], _ shape: Shape, indices: [Double]
    ) throws(InterpreterError) -> [Double] {
        let columns = shape[1]
        var result: [Double] = []
        result.reserveCapacity(indices.count * columns)
        for index in indices {
            let row = try whole(index, below: shape[0], "gather")
            result += table[row * columns..<(row + 1) * columns]
        }
        return result
    }

    func scatterAdd(
        _ values: [Double], columns: Int, indices: [Double], rows: Int
    ) throws(InterpreterError) -> [Double] {
        var result = [Double](repeating: 0, count: rows * columns)
        for (place, index) in indices.enumerated() {
            let row = try whole(index, below: rows, "scatter-add")
            for column in 0..<columns {
                result[row * columns + column] += values[place * columns + column]
            }
        }
        return result
    }

    /// An index as an integer.
    func whole(
        _ index: Double, below count: Int, _ operation: String
    ) throws(InterpreterError) -> Int {
        guard let place = Int(exactly: index), 0..<count ~= place else {
            throw .indexOutOfRange(operation: operation, index: index, count: count)
        }
        return place
    }
}

/// A batch of matrices: the last two axes of a tensor, possibly read as transposed.
struct Matrices {
    let values: [Double]
    let batches: Int
    let rows: Int
    let columns: Int
    let rowStride: Int
    let columnStride: Int

    init(_ values: [Double], _ shape: Shape, transposed: Bool) {
        self.values = values
        batches = shape.dimensions.dropLast(2).reduce(1, *)
        rows = transposed ? shape[-1] : shape[-2]
        columns = transposed ? shape[-2] : shape[-1]
        rowStride = transposed ? 1 : shape[-1]
        columnStride = transposed ? shape[-1] : 1
    }
}

extension Interpreter {
    /// The product of each pair of matrices. The loop over columns is innermost, as it runs along
    /// memory in the result, and in `b` unless that is transposed.
    func product(_ a: Matrices, _ b: Matrices) -> [Double] {
        let size = a.rows * b.columns
        var result = [Double](repeating: 0, count: a.batches * size)
        result.withUnsafeMutableBufferPointer { result in
            a.values.withUnsafeBufferPointer { left in
                b.values.withUnsafeBufferPointer { right in
                    for batch in 0..<a.batches {
                        for row in 0..<a.rows {
                            let place = batch * size + row * b.columns
                            for inner in 0..<a.columns {
                                let factor = left[
                                    batch * a.rows * a.columns + row * a.rowStride
                                        + inner * a.columnStride]
                                var source = batch * b.rows * b.columns + inner * b.rowStride
                                for column in 0..<b.columns {
                                    result[place + column] += factor * right[source]
                                    source += b.columnStride
                                }
                            }
                        }
                    }
                }
            }
        }
        return result
    }
}

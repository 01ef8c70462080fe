public import Tensors

extension Tensor {
    /// One number per token and head, [B, T, H], as a column per head: [B, H, T, 1], which
    /// broadcasts along the keys of scores [B, H, T, T].
    public func headsFirst() -> Tensor {
        let columns = transposed(0, 2, 1)
        return columns.reshaped(to: Shape(columns.shape.dimensions + [1]))
    }

    /// A column per head, [B, H, T, 1], as one number per token and head: [B, T, H].
    public func headsLast() -> Tensor {
        reshaped(to: Shape(shape.dimensions.dropLast())).transposed(0, 2, 1)
    }
}

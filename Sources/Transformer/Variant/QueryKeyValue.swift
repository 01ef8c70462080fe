public import Tensors

/// What attention works on: queries, keys and values, each [B, H, T, D].
public struct QueryKeyValue {
    /// What each token looks for.
    public var query: Tensor
    /// What each token is found by.
    public var key: Tensor
    /// What each token gives.
    public var value: Tensor

    /// Queries, keys and values, each [B, H, T, D].
    public init(query: Tensor, key: Tensor, value: Tensor) {
        self.query = query
        self.key = key
        self.value = value
    }
}

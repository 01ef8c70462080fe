/// What a node of the graph computes.
///
/// The set is small on purpose: what can be composed from these is a function on `Tensor`, not an
/// op. A switch over `Op` has a `default` only where an op that it does not name needs no more than
/// to be left as it is, so that a new op does not compile until its shape, gradient, estimate,
/// interpretation, lowering, and place among kernels and memory exist. Axes are non-negative; all
/// values are floating point (token indices are whole numbers, exact up to 2^24).
package enum Op: Hashable, Sendable {
    // Leaves
    /// A value given anew for each run, by name.
    case input(String)
    /// A trained value, by name.
    case parameter(String)
    /// A scalar.
    case constant(Double)
    /// The index along one axis of the node's shape: 0, 1, 2...
    case positions(axis: Int)

    // Elementwise; the operands of `binary` and `select` broadcast
    case unary(Unary)
    case binary(Binary)
    /// Operands condition, a, b: a where the condition is not 0, otherwise b.
    case select
    /// Stretches axes of size 1 to the node's shape.
    case broadcast
    /// Zeroes each element with probability `rate`, below 1, and divides the others by 1 - rate.
    /// The mask depends on (seed, step, site) and the element's row-major index, so that the same
    /// op on the gradient applies the same mask.
    case dropout(rate: Double, site: String)

    // Along axes
    /// Reduces axes to size 1.
    case reduce(Reduction, axes: [Int])
    /// Sums over all elements up to and including each one (from each one on, when reversed).
    case cumulativeSum(axis: Int, reversed: Bool)
    /// Softmax over the last axis. Causal: row i of the last two axes [T, S] covers columns
    /// j <= i + S - T, with S >= T, and the others are exactly 0.
    case softmax(causal: Bool)
    /// (x - mean) / sqrt(variance + epsilon) over the last axis, without scale and offset.
    case layerNorm(epsilon: Double)

    // Products and losses
    /// The product of the last two axes, each side optionally with these exchanged; leading axes
    /// are equal.
    case matmul(transposeA: Bool, transposeB: Bool)
    /// Operands logits [..., V] and targets [...]: -log softmax(logits)[target], shape [...].
    case crossEntropy

    // Rows of a table
    /// Operands table [R, C] and indices [...]: rows, [..., C].
    case gather
    /// Operands values [..., C] and indices [...]: the sum of the values of each row, [R, C].
    case scatterAdd(rows: Int)

    // Movement
    case reshape
    case transpose([Int])
    case slice(axis: Int, start: Int)
    case concatenate(axis: Int)
}

/// Functions of one element.
package enum Unary: String, Hashable, Sendable, CaseIterable {
    case negate, exponential, logarithm, squareRoot, reciprocal, tanh, sigmoid, erf, sine, cosine
    /// The nearest number of bfloat16 (8 significant bits and the exponents of Float), of two that
    /// are equally near the one with an even significand. Compiling adds it to the operands of
    /// matrix products; see `Precision`.
    case bfloat16
}

/// Functions of two elements; comparisons give 1 or 0.
package enum Binary: String, Hashable, Sendable, CaseIterable {
    case add, subtract, multiply, divide, maximum, minimum, less, equal
}

/// How an axis is reduced.
package enum Reduction: String, Hashable, Sendable, CaseIterable {
    case sum, maximum
}

/// The loss at each position of the block, over the predictions that an evaluation counts there.
package struct PositionLosses: Hashable, Sendable {
    /// In nats, by position: after how many tokens of the block, less one, the next is predicted.
    private var sums: [Double]
    /// The number of predictions by position. Each has at least one, as all of an evaluation's first
    /// window counts; where windows overlap, the first positions have no more.
    package private(set) var counts: [Int]

    /// Of no prediction yet.
    package init(blockSize: Int) {
        sums = Array(repeating: 0, count: blockSize)
        counts = Array(repeating: 0, count: blockSize)
    }

    /// Counts a prediction.
    package mutating func count(_ loss: Float, at position: Int) {
        sums[position] += Double(loss)
        counts[position] += 1
    }

    /// The mean loss at each position, in nats. Weighted by `counts`, they have the evaluation's own
    /// mean.
    package var means: [Double] { zip(sums, counts).map { $0 / Double($1) } }
}

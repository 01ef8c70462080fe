/// The sizes of a tensor's axes, outermost first; a scalar has none.
public struct Shape: Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
    /// The size of each axis, outermost first.
    public var dimensions: [Int]

    /// A shape with these axis sizes.
    public init(_ dimensions: [Int]) { self.dimensions = dimensions }

    /// A shape written as `[2, 3]`.
    public init(arrayLiteral elements: Int...) { dimensions = elements }

    /// The number of axes.
    public var rank: Int { dimensions.count }

    /// The number of elements.
    public var count: Int { dimensions.reduce(1, *) }

    /// The size of an axis; negative axes count from the last, -1.
    public subscript(axis: Int) -> Int {
        get { dimensions[axis < 0 ? axis + rank : axis] }
        set { dimensions[axis < 0 ? axis + rank : axis] = newValue }
    }

    /// The shape that both broadcast to: axes align from the last, and a size of 1 stretches.
    /// Nil where two sizes differ and neither is 1.
    package func broadcast(with other: Shape) -> Shape? {
        var result: [Int] = []
        for offset in 1...max(rank, other.rank, 1) where offset <= max(rank, other.rank) {
            let mine = offset <= rank ? self[-offset] : 1
            let theirs = offset <= other.rank ? other[-offset] : 1
            guard mine == theirs || mine == 1 || theirs == 1 else { return nil }
            result.append(mine == 1 ? theirs : mine)
        }
        return Shape(result.reversed())
    }

    /// The form `[2, 3]`.
    public var description: String { "\(dimensions)" }
}

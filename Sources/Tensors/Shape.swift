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

    /// The number of elements; nil where a size is not positive or the number is out of reach.
    var elementCount: Int? {
        var count = 1
        for size in dimensions {
            let (product, overflow) = count.multipliedReportingOverflow(by: size)
            guard size > 0, !overflow, product < 1 << 40 else { return nil }
            count = product
        }
        return count
    }

    /// The size of an axis; negative axes count from the last, -1.
    ///
    /// An axis that is not there has size 1, as in broadcasting, and setting it changes nothing: a
    /// variant that counts its axes wrongly is told so by the operation that fails, not stopped.
    public subscript(axis: Int) -> Int {
        get {
            let place = axis < 0 ? axis + rank : axis
            return dimensions.indices.contains(place) ? dimensions[place] : 1
        }
        set {
            let place = axis < 0 ? axis + rank : axis
            if dimensions.indices.contains(place) { dimensions[place] = newValue }
        }
    }

    /// The shape that both broadcast to: axes align from the last, and a size of 1 stretches.
    /// Nil where two sizes differ and neither is 1.
    package func broadcast(with other: Shape) -> Shape? {
        var result: [Int] = []
        for offset in 0..<max(rank, other.rank) {
            let (mine, theirs) = (self[-1 - offset], other[-1 - offset])
            guard mine == theirs || mine == 1 || theirs == 1 else { return nil }
            result.append(mine == 1 ? theirs : mine)
        }
        return Shape(result.reversed())
    }

    /// The form `[2, 3]`.
    public var description: String { "\(dimensions)" }
}

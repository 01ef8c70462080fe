import Tensors

/// Grows a random graph: a pool of tensors, from which each operation picks its operands and to
/// which it adds its result.
final class GraphGenerator {
    /// A tensor of the pool.
    struct Entry {
        let tensor: Tensor
        /// About how large its elements are; keeps products of products tame.
        let magnitude: Double
        var isUsed = false
    }

    let builder = GraphBuilder()
    private(set) var inputs: [String: [Double]] = [:]
    private(set) var parameters: [String: [Double]] = [:]
    private var pool: [Entry] = []
    private let stream: RandomStream
    private var drawn: UInt64 = 0
    private var names = 0
    /// The axis sizes of this graph; few, so that shapes meet again.
    private var sizes: [Int] = []

    /// The most elements that a tensor has.
    let limit = 1024

    init(seed: UInt64, attempt: Int) {
        stream = RandomStream(seed: seed, purpose: .test, name: "graph", step: UInt64(attempt))
        sizes = (0..<4).map { _ in element(of: [1, 2, 3, 4, 5, 7, 8, 9, 16, 17]) }
    }

    /// The finished graph after about `size` operations.
    func graph(size: Int, gradients: Bool) throws(TraceError) -> Graph {
        for _ in 0..<2 { add(leaf(randomShape()), magnitude: 2) }
        var steps: [RandomOperation] = []
        while steps.count < size { steps += shuffled(RandomOperation.allCases) }
        for step in steps.prefix(size) { perform(step) }

        var loss = builder.constant(0)
        for (place, entry) in pool.enumerated() where !entry.isUsed {
            loss = loss + weightedMean(entry.tensor, phase: Float(place))
        }
        var outputs = [(name: "loss", tensor: loss)]
        for number in 0..<3 {
            outputs.append(("value.\(number)", element(of: pool).tensor))
        }
        if gradients {
            let leaves = builder.parameters.map {
                builder.parameter($0.name, shape: $0.shape, initializer: $0.initializer)
            }
            for (parameter, gradient) in zip(
                builder.parameters, builder.gradients(of: loss, by: leaves))
            {
                outputs.append((Graph.gradientName(of: parameter.name), gradient))
            }
        }
        return try builder.finish(outputs: outputs)
    }

    /// A mean with varying weights: a plain one would not see what a softmax or a norm does.
    private func weightedMean(_ x: Tensor, phase: Float) -> Tensor {
        guard x.shape.rank > 0 else { return x }
        var weight = builder.constant(Double(phase))
        for axis in 0..<x.shape.rank {
            weight = weight + Float(axis + 1) * builder.positions(axis: axis, shape: x.shape)
        }
        let total = (x * cos(weight)).sum()
        return (total * (1 / Float(x.shape.count).squareRoot())).reshaped(to: [])
    }
}

// MARK: - Random choices

extension GraphGenerator {
    func integer(below bound: Int) -> Int {
        drawn += 1
        return stream.integer(at: drawn, below: bound)
    }

    func chance(_ probability: Double) -> Bool {
        drawn += 1
        return stream.uniform(at: drawn) < probability
    }

    func element<Element>(of array: [Element]) -> Element { array[integer(below: array.count)] }

    func shuffled<Element>(_ array: [Element]) -> [Element] {
        var array = array
        for place in array.indices.reversed() {
            array.swapAt(place, integer(below: place + 1))
        }
        return array
    }

    func size() -> Int { element(of: sizes) }

    /// A shape of rank 0 to 4, or of at least `rank`, within the limit.
    func randomShape(atLeast rank: Int = 0) -> Shape {
        let wanted = max(rank, element(of: [0, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4]))
        var shape = Shape((0..<wanted).map { _ in size() })
        while shape.count > limit { shape[integer(below: wanted)] = 1 }
        return shape
    }

    /// Some of the axes, at least one.
    func someAxes(of shape: Shape) -> [Int] {
        let count = 1 + integer(below: shape.rank)
        return shuffled(Array(0..<shape.rank)).prefix(count).sorted()
    }
}

// MARK: - The pool

extension GraphGenerator {
    /// Adds a result, scaled down where it has grown.
    func add(_ tensor: Tensor, magnitude: Double) {
        let isLarge = magnitude > 4
        pool.append(
            Entry(
                tensor: isLarge ? tensor * builder.constant(2 / magnitude) : tensor,
                magnitude: isLarge ? 2 : magnitude))
    }

    /// A tensor of the pool with at least so many axes, or a new one; half of the picks take one
    /// that nothing uses yet, and the others make shared subexpressions.
    func pick(
        atLeast rank: Int = 0, where accepts: (Shape) -> Bool = { _ in true }
    ) -> (tensor: Tensor, magnitude: Double) {
        var places = pool.indices.filter {
            pool[$0].tensor.shape.rank >= rank && accepts(pool[$0].tensor.shape)
        }
        let unused = places.filter { !pool[$0].isUsed }
        if chance(0.5), !unused.isEmpty { places = unused }
        guard !places.isEmpty else { return (leaf(randomShape(atLeast: rank)), 2) }
        let place = element(of: places)
        pool[place].isUsed = true
        return (pool[place].tensor, pool[place].magnitude)
    }

    /// A new parameter, mostly; otherwise an input, or positions as fractions of their axis.
    func leaf(_ shape: Shape) -> Tensor {
        names += 1
        switch integer(below: 8) {
        case 0 where shape.rank > 0:
            let axis = integer(below: shape.rank)
            return builder.positions(axis: axis, shape: shape) * (1 / Float(shape[axis])) + 0.1
        case 1:
            let name = "input.\(names)"
            inputs[name] = normalValues(shape.count, name)
            return builder.input(name, shape: shape)
        default:
            return parameter(shape)
        }
    }

    func parameter(_ shape: Shape) -> Tensor {
        names += 1
        let name = "parameter.\(names)"
        parameters[name] = normalValues(shape.count, name)
        return builder.parameter(name, shape: shape, initializer: .normal(deviation: 1))
    }

    /// An input of whole numbers in 0..<bound.
    func indices(_ shape: Shape, below bound: Int) -> Tensor {
        names += 1
        let name = "indices.\(names)"
        inputs[name] = (0..<shape.count).map { _ in Double(integer(below: bound)) }
        return builder.input(name, shape: shape)
    }

    func site() -> String {
        names += 1
        return "site.\(names)"
    }

    private func normalValues(_ count: Int, _ name: String) -> [Double] {
        let values = RandomStream(
            seed: stream.key, purpose: .test, name: name, step: stream.step)
        return (0..<count).map { Double(Float(values.normal(at: UInt64($0)))) }
    }

    /// A tensor that broadcasts with a shape: often from the pool, otherwise a new leaf in which
    /// axes are missing, of size 1, or stretch the other's axes of size 1.
    func partner(of shape: Shape) -> (tensor: Tensor, magnitude: Double) {
        let fits = { [limit] (other: Shape) in
            shape.broadcast(with: other).map { $0.count <= limit } ?? false
        }
        if chance(0.5) {
            let candidate = pick(where: fits)
            if fits(candidate.tensor.shape) { return candidate }
        }
        var other = Shape(Array(shape.dimensions.dropFirst(integer(below: shape.rank + 1))))
        for axis in 0..<other.rank {
            if chance(0.25) {
                other[axis] = 1
            } else if other[axis] == 1, chance(0.5) {
                other[axis] = size()
            }
        }
        if other.rank == shape.rank, chance(0.15) { other = Shape([size()] + other.dimensions) }
        return (leaf(fits(other) ? other : shape), 2)
    }
}

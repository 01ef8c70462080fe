import Tensors

/// Gradients of the loss at a point, from the graph and from central differences.
struct DifferenceProbe {
    private let specimen: Specimen
    private let point: Point
    private let gradients: [String: [Double]]
    private let seed: UInt64
    /// The length of the step to either side.
    private let step: Double

    /// A derivative along one direction.
    struct Comparison {
        let graph: Double
        let differences: Double
        /// The derivative that a direction of this length has on average.
        let scale: Double

        /// The tolerance is far above what rounding leaves of a central difference in Double.
        var agrees: Bool { abs(graph - differences) <= 1e-4 * scale + 1e-8 }
        var relativeDifference: Double {
            scale > 1e-8 ? abs(graph - differences) / scale : abs(graph - differences)
        }
    }

    init(_ specimen: Specimen, seed: UInt64, step: Double) throws {
        self.specimen = specimen
        self.seed = seed
        self.step = step
        point = specimen.point(seed)
        gradients = try specimen.interpret(specimen.parity, at: point)
    }

    /// Compares along a random direction of length 1.
    func compare(_ parameter: Parameter) throws -> Comparison {
        let stream = RandomStream(seed: seed, purpose: .test, name: "direction." + parameter.name)
        let direction = (0..<parameter.shape.count).map { stream.normal(at: UInt64($0)) }
        let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return try compare(parameter, along: direction.map { $0 / length })
    }

    /// The element whose derivatives differ most, of at most 200.
    func worstElement(
        of parameter: Parameter
    ) throws -> (index: [Int], graph: Double, differences: Double) {
        let count = parameter.shape.count
        var worst = (element: 0, comparison: Comparison(graph: 0, differences: 0, scale: 0))
        for element in stride(from: 0, to: count, by: (count + 199) / 200) {
            var direction = [Double](repeating: 0, count: count)
            direction[element] = 1
            let found = try compare(parameter, along: direction)
            let difference = abs(found.graph - found.differences)
            if !(difference <= abs(worst.comparison.graph - worst.comparison.differences)) {
                worst = (element, found)
            }
        }
        let index = zip(parameter.shape.strides, parameter.shape.dimensions).map {
            worst.element / $0 % $1
        }
        return (index, worst.comparison.graph, worst.comparison.differences)
    }

    private func compare(_ parameter: Parameter, along direction: [Double]) throws -> Comparison {
        let gradient = gradients[Graph.gradientName(of: parameter.name)] ?? []
        let values = point.parameters[parameter.name] ?? []
        func loss(_ distance: Double) throws -> Double {
            var moved = point
            moved.parameters[parameter.name] = zip(values, direction).map { $0 + distance * $1 }
            return try specimen.interpret(specimen.evaluation, at: moved)["loss"]?.first ?? .nan
        }
        let norm = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return Comparison(
            graph: zip(gradient, direction).reduce(0) { $0 + $1.0 * $1.1 },
            differences: (try loss(step) - loss(-step)) / (2 * step),
            scale: norm / Double(max(direction.count, 1)).squareRoot())
    }
}

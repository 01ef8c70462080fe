package import Tensors

/// A random graph with values to run it on, for comparing executors and checking gradients.
///
/// Graphs of enough seeds contain every op, in ranks 0 to 5, odd sizes and axes of size 1. The
/// values are well conditioned: none is large, and no comparison is so close that rounding to
/// Float, or a small step of a finite difference, would turn it.
package struct RandomGraph {
    /// Outputs: the scalar "loss"; some intermediate values "value.0", "value.1"...; and, where
    /// asked for, the gradient of the loss by every parameter, `Graph.gradientName(of:)`.
    package let graph: Graph
    /// All values are Floats, so that both executors can be given the same.
    package let inputs: [String: [Double]]
    package let parameters: [String: [Double]]
    /// The seed and step of the dropout masks for which the values are well conditioned.
    package let seed: UInt64
    package let step: UInt64

    /// The graph for a seed.
    ///
    /// - Parameter size: About how many operations lead to the loss; each is one to a dozen nodes.
    /// - Throws: `TraceError` or `InterpreterError` where the generator made an impossible graph,
    ///   which is a fault of the graph builder or of the generator.
    package init(seed: UInt64, size: Int = 16, gradients: Bool = true) throws {
        let step: UInt64 = 3
        for attempt in 0..<1000 {
            let generator = GraphGenerator(seed: seed, attempt: attempt)
            let graph = try generator.graph(size: size, gradients: gradients)
            let values = try Interpreter.values(
                of: graph, inputs: generator.inputs, parameters: generator.parameters,
                seed: seed, step: step)
            if isWellConditioned(graph, values) {
                self.graph = graph
                inputs = generator.inputs
                parameters = generator.parameters
                self.seed = seed
                self.step = step
                return
            }
        }
        preconditionFailure("No graph of size \(size) is well conditioned: ask for a smaller one.")
    }

    /// Every output, from the interpreter.
    package func interpreted() throws -> [String: [Double]] {
        try Interpreter.evaluate(
            graph, inputs: inputs, parameters: parameters, seed: seed, step: step)
    }
}

/// Whether Float arithmetic and small steps give nearly the same values as Double.
private func isWellConditioned(_ graph: Graph, _ values: [[Double]]) -> Bool {
    func close(_ a: Double, _ b: Double) -> Bool {
        a != b && abs(a - b) < 1e-4 * max(1, abs(a), abs(b))
    }
    for (node, value) in zip(graph.nodes, values) {
        guard value.allSatisfy({ abs($0) < 1000 }) else { return false }
        switch node.op {
        case .binary(.maximum), .binary(.minimum), .binary(.less), .binary(.equal):
            let operands = node.inputs.map { spread(values[$0], graph.nodes[$0].shape, node.shape) }
            if zip(operands[0], operands[1]).contains(where: close) { return false }
        case .reduce(.maximum, _):
            let source = graph.nodes[node.inputs[0]].shape
            let greatest = spread(value, node.shape, source)
            if zip(values[node.inputs[0]], greatest).contains(where: close) { return false }
        case .layerNorm:
            // Rows that hardly vary are amplified, and their rounding errors with them.
            let columns = node.shape[-1]
            for row in 0..<value.count / columns where columns > 1 {
                let scores = value[row * columns..<(row + 1) * columns]
                if scores.reduce(0, { $0 + $1 * $1 }) < 0.5 * Double(columns) { return false }
            }
        default: continue
        }
    }
    return true
}

private func spread(_ values: [Double], _ own: Shape, _ shape: Shape) -> [Double] {
    let strides = own.broadcastStrides(to: shape)
    let outer = shape.strides
    return (0..<shape.count).map { index in
        var place = 0
        for axis in 0..<shape.rank {
            place += index / outer[axis] % shape[axis] * strides[axis]
        }
        return values[place]
    }
}

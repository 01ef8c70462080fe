package import Tensors

/// Compares the gradients of a graph with central differences, in Double on the interpreter.
package struct FiniteDifferences: CustomStringConvertible {
    /// The largest difference, relative to the largest gradient of its parameter.
    package let largestError: Double
    /// Where it is.
    package let description: String

    /// Compares every output `Graph.gradientName(of:)` with differences of a scalar output.
    ///
    /// - Parameters:
    ///   - loss: The name of the scalar output.
    ///   - elements: The most elements of each parameter to vary, drawn at random.
    ///   - distance: How far each is moved either way.
    /// - Throws: `InterpreterError`.
    package init(
        _ graph: Graph, inputs: [String: [Double]], parameters: [String: [Double]],
        loss: String = "loss", seed: UInt64 = 0, step: UInt64 = 0, elements: Int = 8,
        distance: Double = 1e-5
    ) throws {
        let exact = try Interpreter.evaluate(
            graph, inputs: inputs, parameters: parameters, seed: seed, step: step)
        let forward = graph.keeping([loss]) ?? graph
        var largest = 0.0
        var place = "There is no gradient to compare."
        for parameter in graph.parameters {
            let gradientName = Graph.gradientName(of: parameter.name)
            guard let gradient = exact[gradientName] else { continue }
            let scale = gradient.reduce(1e-3) { max($0, abs($1)) }
            let count = gradient.count
            let stream = RandomStream(seed: seed, purpose: .test, name: parameter.name)
            let chosen =
                count <= elements
                ? Array(0..<count)
                : (0..<elements).map { stream.integer(at: UInt64($0), below: count) }
            for index in chosen {
                func moved(_ by: Double) throws -> Double {
                    var parameters = parameters
                    parameters[parameter.name]?[index] += by
                    let outputs = try Interpreter.evaluate(
                        forward, inputs: inputs, parameters: parameters, seed: seed, step: step)
                    return outputs[loss]?[0] ?? .nan
                }
                let numeric = (try moved(distance) - moved(-distance)) / (2 * distance)
                let error = abs(numeric - gradient[index]) / scale
                // Not "error > largest", which a NaN would pass.
                if !(error <= largest) {
                    largest = error
                    place =
                        "\(parameter.name)[\(index)]: gradient \(gradient[index]), "
                        + "difference quotient \(numeric), relative to \(scale)"
                }
            }
        }
        largestError = largest
        description = place
    }
}

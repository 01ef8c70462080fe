/// The interpreter as an executor: reads parameters and gives outputs as floats, and computes in
/// Double between them.
///
/// Inputs are the caller's responsibility: a run without one, or with a wrong count of values, or
/// with an index out of range, stops the program with the interpreter's sentence.
package final class InterpretingExecutor: Executor {
    package let graph: Graph
    package let plannedBytes = 0
    private let parameters: ParameterVector
    private let gradients: ParameterVector?
    private var inputs: [String: [Double]] = [:]
    private var outputs: [String: [Double]] = [:]

    /// - Parameters:
    ///   - parameters: Read at each run; has every parameter of the graph.
    ///   - gradients: Where outputs named `Graph.gradientName(of:)` go after each run.
    package init(graph: Graph, parameters: ParameterVector, gradients: ParameterVector? = nil) {
        self.graph = graph
        self.parameters = parameters
        self.gradients = gradients
    }

    package func setInput(_ name: String, to values: [Float]) {
        inputs[name] = values.map { Double($0) }
    }

    package func run(seed: UInt64, step: UInt64) {
        var values: [String: [Double]] = [:]
        for parameter in graph.parameters {
            values[parameter.name] = parameters[parameter.name].map { Double($0) }
        }
        do {
            outputs = try Interpreter.evaluate(
                graph, inputs: inputs, parameters: values, seed: seed, step: step)
        } catch {
            preconditionFailure(error.description)
        }
        guard let gradients else { return }
        for parameter in gradients.layout.parameters {
            if let gradient = outputs[Graph.gradientName(of: parameter.name)] {
                gradients[parameter.name] = gradient.map { Float($0) }
            }
        }
    }

    package func output(_ name: String) -> [Float] {
        guard let values = outputs[name] else {
            preconditionFailure("There is no output named '\(name)', or no run was made.")
        }
        return values.map { Float($0) }
    }
}

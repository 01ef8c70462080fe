import Compiler
import Runtime
import Tensors

/// A graph on the fast path, at a point.
struct FastRun {
    private let executor: CPUExecutor
    private let gradients: ParameterVector

    init(_ graph: Graph, at point: Point) throws {
        let layout = ParameterLayout(graph.parameters)
        let parameters = ParameterVector(layout: layout)
        for parameter in graph.parameters {
            parameters[parameter.name] = (point.parameters[parameter.name] ?? []).map { Float($0) }
        }
        gradients = ParameterVector(layout: layout)
        // What is read without having been written shows.
        executor = CPUExecutor(
            program: try graph.compiled(gradientsApart: true), parameters: parameters,
            gradients: gradients, unwritten: .nan)
        for (name, _) in graph.inputs {
            let values = name == "tokens" ? point.tokens : point.targets
            executor.setInput(name, to: values.map { Float($0) })
        }
    }

    /// Runs once: every output and every gradient by name.
    func outputs(seed: UInt64, step: UInt64) -> [String: [Float]] {
        executor.run(seed: seed, step: step)
        var result: [String: [Float]] = [:]
        let names = Set(executor.graph.outputs.map(\.name))
        for parameter in gradients.layout.parameters {
            let name = Graph.gradientName(of: parameter.name)
            if names.contains(name) { result[name] = gradients[parameter.name] }
        }
        for name in names where result[name] == nil { result[name] = executor.output(name) }
        return result
    }
}

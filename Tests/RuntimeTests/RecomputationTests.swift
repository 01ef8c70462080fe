import Compiler
import Runtime
import Tensors
import Testing

@Suite("Values that are computed twice")
struct RecomputationTests {
    /// The gradient of a maximum looks for the maximum among values that may be computed again.
    @Test("The gradient of a maximum finds it, though forward and backward compute it apart")
    func maximum() throws {
        let builder = GraphBuilder()
        let names = ["x", "slope", "bias"]
        let parameters = zip(names, [[4, 3, 20, 20], [3, 1, 1], [3, 1, 1]] as [Shape]).map {
            builder.parameter($0, shape: $1, initializer: .normal(deviation: 1))
        }
        let t = parameters[0] * parameters[1]
        let difference = t - (t + parameters[2]).max(-1)
        let loss = (difference * difference).sum(0, 1, 2, 3).reshaped(to: [])
        let gradients = builder.gradients(of: loss, by: parameters)
        let graph = try builder.finish(
            outputs: [("loss", loss)] + zip(names, gradients).map { ("grad.\($0)", $1) })
        let vector = ParameterVector(layout: ParameterLayout(graph.parameters), seed: 2)
        let executor = try CPUExecutor(graph: graph, parameters: vector)
        executor.run(seed: 0, step: 0)
        let expected = try Interpreter.evaluate(
            graph, inputs: [:],
            parameters: Dictionary(
                uniqueKeysWithValues: names.map { ($0, vector[$0].map { Double($0) }) }))
        for output in graph.outputs {
            let reference = try #require(expected[output.name])
            let scale = reference.reduce(1e-6) { max($0, abs($1)) }
            for (found, exact) in zip(executor.output(output.name), reference) {
                let isClose = abs(Double(found) - exact) <= 1e-4 * scale
                #expect(isClose, "\(output.name): \(found), not \(exact)")
                if !isClose { return }
            }
        }
    }
}

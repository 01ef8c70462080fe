import Tensors
import Testing

@Suite("Interpreting executor")
struct InterpretingExecutorTests {
    @Test("reads parameters at each run, and writes gradients beside them")
    func run() throws {
        let builder = GraphBuilder()
        let w = builder.parameter("w", shape: [2], initializer: .constant(3))
        let unused = builder.parameter("unused", shape: [1], initializer: .ones)
        let x = builder.input("x", shape: [2])
        let loss = (w * w * x).sum().reshaped()
        let gradients = builder.gradients(of: loss, by: [w, unused])
        let graph = try builder.finish(outputs: [
            ("loss", loss), (Graph.gradientName(of: "w"), gradients[0]),
            (Graph.gradientName(of: "unused"), gradients[1]),
        ])
        let layout = ParameterLayout(graph.parameters)
        let parameters = ParameterVector(layout: layout, seed: 1)
        let slopes = ParameterVector(layout: layout)
        slopes["unused"] = [5]
        let executor: any Executor = InterpretingExecutor(
            graph: graph, parameters: parameters, gradients: slopes)
        executor.setInput("x", to: [1, 10])
        executor.setInput("an input that no output needs", to: [])
        executor.run(seed: 0, step: 0)
        #expect(executor.output("loss") == [99])
        #expect(slopes["w"] == [6, 60] && slopes["unused"] == [0])

        parameters["w"] = [1, 0]
        executor.run(seed: 0, step: 1)
        #expect(executor.output("loss") == [1])
        #expect(executor.output(Graph.gradientName(of: "w")) == [2, 0])
    }

    @Test("chooses dropout masks by seed and step")
    func dropout() throws {
        let builder = GraphBuilder()
        let ones = builder.constant(1).broadcast(to: [64])
        let graph = try builder.finish(
            outputs: [("y", ones.dropout(rate: 0.5, site: "a"))])
        let executor = InterpretingExecutor(
            graph: graph, parameters: ParameterVector(layout: ParameterLayout([])))
        executor.run(seed: 1, step: 1)
        let first = executor.output("y")
        executor.run(seed: 1, step: 2)
        #expect(executor.output("y") != first)
        executor.run(seed: 1, step: 1)
        #expect(executor.output("y") == first)
    }
}

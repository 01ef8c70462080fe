import Runtime
import Tensors
import Testing
import Training
import Transformer

@Suite("Executors that are asked for")
struct ExecutorFactoryTests {
    private struct Refused: Error {}

    @Test("are admitted by the bytes that they take, parameters included, or not made")
    func admission() throws {
        let trial = try TinyTrial()
        let graph = try trace(trial.model, trial.variant, batch: 2, purpose: .evaluation).graph
        let parameters = ParameterVector(layout: ParameterLayout(graph.parameters))
        var asked: [Int] = []
        let executor = try cpuExecutors(admit: { asked.append($0) })(graph, parameters, nil)
        #expect(asked == [executor.plannedBytes + parameters.layout.bytes])
        #expect(throws: Refused.self) {
            try cpuExecutors(admit: { _ in throw Refused() })(graph, parameters, nil)
        }
    }
}

import Tensors
import TestSupport
import Testing

@Suite("Random graphs")
struct RandomGraphTests {
    @Test("Gradients of random graphs equal finite differences", arguments: 1...50)
    func gradients(seed: Int) throws {
        let random = try RandomGraph(seed: UInt64(seed), size: 12)
        let differences = try FiniteDifferences(
            random.graph, inputs: random.inputs, parameters: random.parameters, seed: random.seed,
            step: random.step, elements: 4)
        #expect(differences.largestError < 1e-5, "\(differences)")
    }
}

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
        for (name, difference) in try Agreement.differences(graph, initialValues: 2) {
            #expect(difference < 1e-4, "\(name)")
        }
    }
}

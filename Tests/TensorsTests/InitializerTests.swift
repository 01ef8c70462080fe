import Tensors
import Testing

@Suite("Initial values")
struct InitializerTests {
    private func parameter(_ name: String, _ initializer: Initializer) -> Parameter {
        Parameter(name: name, shape: [100, 50], initializer: initializer)
    }

    @Test("have the mean, deviation and bounds that were asked for")
    func statistics() {
        let normal = Initializer.normal(deviation: 0.02).values(count: 10_000, seed: 1, name: "w")
        let mean = normal.reduce(0, +) / 10_000
        let variance = normal.reduce(0) { $0 + $1 * $1 } / 10_000
        #expect(abs(mean) < 0.001)
        #expect(abs(variance.squareRoot() - 0.02) < 0.001)
        let uniform = Initializer.uniform(from: -1, to: 3).values(count: 10_000, seed: 1, name: "w")
        #expect(uniform.allSatisfy { -1...3 ~= $0 })
        #expect(abs(uniform.reduce(0, +) / 10_000 - 1) < 0.05)
        #expect(Initializer.constant(0.5).values(count: 3, seed: 1, name: "w") == [0.5, 0.5, 0.5])
    }

    @Test("depend on seed and name alone: other parameters shift none")
    func independence() {
        let w = parameter("w", .normal(deviation: 1))
        let alone = ParameterVector(layout: ParameterLayout([w]), seed: 4)
        let among = ParameterVector(
            layout: ParameterLayout([
                parameter("a", .normal(deviation: 1)), w, parameter("z", .ones),
            ]), seed: 4)
        #expect(alone["w"] == among["w"])
        #expect(among["w"] != among["a"])
        #expect(ParameterVector(layout: ParameterLayout([w]), seed: 5)["w"] != alone["w"])
    }

    @Test("of a smaller parameter are a prefix of a larger one's")
    func prefix() {
        let initializer = Initializer.normal(deviation: 1)
        #expect(
            Array(initializer.values(count: 100, seed: 1, name: "w").prefix(7))
                == initializer.values(count: 7, seed: 1, name: "w"))
    }
}

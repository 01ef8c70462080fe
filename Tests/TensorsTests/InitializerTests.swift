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

@Suite("Parameter vectors")
struct ParameterVectorTests {
    let layout = ParameterLayout([
        Parameter(name: "a", shape: [], initializer: .ones),
        Parameter(name: "b", shape: [17], initializer: .constant(2)),
        Parameter(name: "c", shape: [4, 4], initializer: .constant(3)),
    ])

    @Test("Every parameter starts on 64 bytes, and none overlap")
    func alignment() {
        #expect(layout.offsets == [0, 16, 48])
        #expect(layout.count == 64)
        #expect(layout.range(of: "b") == 16..<33)
        #expect(layout.range(of: "d") == nil)
        let vector = ParameterVector(layout: layout)
        #expect(Int(bitPattern: vector.elements.baseAddress) % 64 == 0)
        #expect(vector.elements.count == 64)
    }

    @Test("Padding is 0, whatever is written")
    func padding() {
        let vector = ParameterVector(layout: layout, seed: 1)
        let sum = vector.elements.reduce(0, +)
        #expect(sum == 83)  // 1, and 17 times 2, and 16 times 3
        vector["b"] = (0..<17).map { Float($0) }
        #expect(vector["a"] == [1] && vector["c"] == [Float](repeating: 3, count: 16))
        #expect(vector.elements[33..<48].allSatisfy { $0 == 0 })
    }

    @Test("Assigning copies every element")
    func assigning() {
        let (from, to) = (
            ParameterVector(layout: layout, seed: 1), ParameterVector(layout: layout)
        )
        to.assign(from)
        from["a"] = [7]
        #expect(to["a"] == [1] && to["b"] == [Float](repeating: 2, count: 17))
    }

    @Test("A layout without parameters is empty")
    func empty() {
        #expect(ParameterVector(layout: ParameterLayout([])).elements.isEmpty)
    }
}

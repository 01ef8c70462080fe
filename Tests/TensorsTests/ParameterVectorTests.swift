import Tensors
import Testing

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

    @Test("Drawing replaces every element by its initial value, and no padding")
    func drawing() {
        let vector = ParameterVector(layout: layout)
        vector["a"] = [7]
        vector.draw(seed: 1)
        #expect(vector["a"] == [1] && vector["b"] == [Float](repeating: 2, count: 17))
        #expect(vector.elements.reduce(0, +) == 83)
    }

    @Test("A layout without parameters is empty")
    func empty() {
        #expect(ParameterVector(layout: ParameterLayout([])).elements.isEmpty)
    }
}

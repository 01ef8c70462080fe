import Tensors
import Testing

/// Operands that repeat in memory, at sizes that go to the library and at sizes that do not.
@Suite("Products of broadcast operands")
struct BroadcastProductTests {
    private func agrees(
        _ parameters: [(name: String, shape: Shape)], _ make: (GraphBuilder, [Tensor]) -> Tensor
    ) throws -> Bool {
        let builder = GraphBuilder()
        let tensors = parameters.map {
            builder.parameter($0.name, shape: $0.shape, initializer: .normal(deviation: 0.3))
        }
        let product = make(builder, tensors)
        let loss = (product * product).reshaped(-1).mean(0).reshaped(to: [])
        let gradients = builder.gradients(of: loss, by: tensors)
        let graph = try builder.finish(
            outputs: [("loss", loss)] + zip(parameters, gradients).map { ("grad.\($0.name)", $1) })
        return try Agreement.differences(graph).values.allSatisfy { $0 <= 1e-4 }
    }

    @Test("A row or a column that is repeated", arguments: [3, 70, 130])
    func repeated(size: Int) throws {
        let matrices: [(name: String, shape: Shape)] = [("a", [1, size]), ("w", [size, size])]
        #expect(
            try agrees(matrices) { _, t in t[0].broadcast(to: [size + 1, size]).matmul(t[1]) })
        #expect(
            try agrees(matrices) { _, t in
                t[0].reshaped(size, 1).broadcast(to: [size, size + 1])
                    .matmul(t[1], transposeSelf: true)
            })
        #expect(
            try agrees(matrices) { _, t in
                t[1].matmul(t[0].broadcast(to: [size, size]), transposeOther: true)
            })
        #expect(
            try agrees(matrices) { _, t in
                t[1].matmul(t[0].reshaped(size, 1).broadcast(to: [size, size]))
            })
    }

    @Test("A batch of repeated matrices", arguments: [5, 80])
    func batches(size: Int) throws {
        let shapes: [(name: String, shape: Shape)] = [
            ("q", [1, 1, size]), ("k", [2, 3, size, size]),
        ]
        #expect(
            try agrees(shapes) { _, t in
                t[0].broadcast(to: [2, 3, size, size]).matmul(t[1], transposeOther: true)
            })
    }

    @Test("The gradient of a sum over columns, which is a broadcast", arguments: [4, 90])
    func columnSums(size: Int) throws {
        #expect(
            try agrees([("x", [size, size]), ("w", [size, size + 3])]) { _, t in
                t[0].matmul(t[1]).sum(-1).reshaped(size)
            })
    }
}

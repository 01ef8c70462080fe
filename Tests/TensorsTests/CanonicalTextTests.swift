import Tensors
import Testing

@Suite("Canonical text")
struct CanonicalTextTests {
    private func text(_ trace: (GraphBuilder, Tensor) -> Tensor) throws -> String {
        let builder = GraphBuilder()
        let x = builder.parameter("w", shape: [2, 3], initializer: .normal(deviation: 0.02))
        return try builder.finish(outputs: [("y", trace(builder, x))]).canonicalText
    }

    @Test("is the same for renamed variables, unused values and repeated expressions")
    func same() throws {
        let reference = try text { _, x in
            let hidden = tanh(x)
            return hidden * hidden
        }
        let renamed = try text { _, input in tanh(input) * tanh(input) }
        let unused = try text { _, x in
            _ = exp(x) + 3
            let h = tanh(x)
            return h * h
        }
        #expect(renamed == reference)
        #expect(unused == reference)
    }

    @Test("differs for other arithmetic, constants, shapes, parameters and initial values")
    func different() throws {
        let reference = try text { _, x in x * 0.5 }
        #expect(try text { _, x in x * 0.25 } != reference)
        #expect(try text { _, x in x + 0.5 } != reference)
        #expect(try text { _, x in 0.5 * x } != reference)
        #expect(try text { _, x in x.transposed() * 0.5 } != reference)
        let starts: [(String, Initializer, String?)] = [
            ("v", .zeros, nil), ("w", .zeros, nil), ("w", .constant(0.1), nil), ("w", .zeros, "v"),
        ]
        let texts = try starts.map {
            let builder = GraphBuilder()
            let x = builder.parameter($0.0, shape: [2], initializer: $0.1, drawnAs: $0.2)
            return try builder.finish(outputs: [("y", x)]).canonicalText
        }
        #expect(Set(texts).count == 4)
        let decays = try [nil, false, true].map { decays in
            let builder = GraphBuilder()
            let x = builder.parameter("w", shape: [2], initializer: .zeros, decays: decays)
            return try builder.finish(outputs: [("y", x)]).canonicalText
        }
        // A vector does not decay unless it says so.
        #expect(decays[0] == decays[1] && decays[0] == texts[1] && decays[2] != texts[1])
    }
}

import Tensors
import Testing
import Transformer
import Variants

@Suite("Scores normalised over heads")
struct HeadSoftmaxTests {
    /// The weights that the first block attends with, [2, heads, 6, 6].
    private func weights(heads: Int, causal: Bool) throws -> [Double] {
        let catalogue = standardCatalogue.adding([Observer.self])
        let fixture = ModelFixture {
            $0.heads = heads
            $0.causal = causal
        }
        let model = try fixture.traced(catalogue.resolve("head-softmax+observer"), .evaluation)
        return try #require(try fixture.run(model)["probe.transformer.h.0.attn.weights"])
    }

    @Test("The weights of all heads sum to 1 for each pair of tokens, below the diagonal alone")
    func sums() throws {
        for causal in [true, false] {
            let weights = try weights(heads: 4, causal: causal)
            #expect(Set(weights).count > 100)
            for batch in 0..<2 {
                for pair in 0..<36 {
                    let isHidden = causal && pair % 6 > pair / 6
                    let parts = (0..<4).map { weights[(batch * 4 + $0) * 36 + pair] }
                    #expect(abs(parts.reduce(0, +) - (isHidden ? 0 : 1)) < 1e-12)
                    if isHidden { #expect(parts.allSatisfy { $0 == 0 }) }
                }
            }
        }
    }

    @Test("With one head every weight is exactly 1")
    func oneHead() throws {
        #expect(try weights(heads: 1, causal: false).allSatisfy { $0 == 1 })
        let causal = try weights(heads: 1, causal: true)
        for (index, weight) in causal.enumerated() {
            #expect(weight == (index % 6 > index / 6 % 6 ? 0 : 1))
        }
    }
}

import Testing
import Transformer
import Variants

import Conformance

@Suite("Conformance of the ladder")
struct LadderCheckTests {
    @Test(
        "every composition that the ladder is made of passes, with its offsets",
        arguments: [
            "bigram",
            "no-feed-forward+no-residual+no-norm+no-projection",
            "narrow-feed-forward(projection=false)+no-residual+no-norm+no-projection",
            "narrow-feed-forward+no-norm", "narrow-feed-forward",
            "input-residual+narrow-feed-forward+no-norm", "input-residual+narrow-feed-forward",
        ])
    func composition(name: String) throws {
        var base = ModelConfig()
        base.bias = true
        base.queryKeyValueBias = false
        base.readoutBias = true
        base.activation = .gelu
        base.initialization = .torch
        let report = Conformance.check(
            try standardCatalogue.resolve(name),
            sizes: CheckSize.standard(base: base, fixed: ["bias"]))
        #expect(report.passed, "\(report)")
    }
}

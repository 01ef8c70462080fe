import Tensors
import Testing
import Transformer
import Variants

@Suite("The ladder from a bigram to a transformer")
struct LadderTests {
    @Test("Each row has the parameters that the log prints", arguments: LadderRung.all)
    func counts(rung: LadderRung) throws {
        let variant = try standardCatalogue.resolve(rung.variant)
        let model = try trace(rung.config, variant, batch: 1, purpose: .inference)
        #expect(model.counts.total == rung.parameters)
        let names = model.graph.parameters.map(\.name)
        #expect(!names.contains { $0.hasSuffix("c_attn.bias") })
        #expect(names.contains("lm_head.bias") == (rung.variant != "bigram"))
        if rung.variant == "bigram" { #expect(model.counts.embedding == model.counts.total) }
    }

    @Test("Logits are what the log's modules compute, in plain loops", arguments: LadderRung.all)
    func logits(rung: LadderRung) throws {
        var config = rung.config
        // Two blocks, so that it matters what the first hands on.
        (config.layers, config.width, config.vocabulary, config.blockSize) = (2, 8, 7, 5)
        let fixture = ModelFixture { $0 = config }
        let model = try fixture.traced(rung.variant)
        let plain = PlainModel(
            config: config, parameters: fixture.parameters(model.graph),
            members: Set(rung.variant.split(separator: "+").map(String.init)))
        let tokens = fixture.tokens()
        let found = try #require(try fixture.run(model)["logits"])
        let expected = stride(from: 0, to: tokens.count, by: config.blockSize).flatMap {
            plain.logits(tokens[$0..<$0 + config.blockSize].map { Int($0) }).flatMap(\.self)
        }
        #expect(found.count == expected.count)
        #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-9 })
    }

    @Test("A bigram predicts the token after the block from the last one alone")
    func lastToken() throws {
        let fixture = ModelFixture { $0.predict = .last }
        let model = try fixture.traced("bigram")
        let table = try #require(fixture.parameters(model.graph)["transformer.wte.weight"])
        let tokens = fixture.tokens()
        let expected = (1...fixture.batch).flatMap { row -> ArraySlice<Double> in
            let token = Int(tokens[row * fixture.config.blockSize - 1])
            return table[token * 7..<(token + 1) * 7]
        }
        #expect(try fixture.run(model)["logits"] == expected)
    }

    @Test(
        "Parts that leave each other nothing to do are refused together",
        arguments: [
            ("no-feed-forward+narrow-feed-forward", "narrow-feed-forward"),
            ("no-residual+input-residual", "input-residual"),
            ("bigram+no-norm", "no-norm"),
        ])
    func idle(name: String, member: String) {
        #expect(throws: CompositionError.noEffect(variant: member)) {
            try ModelFixture().traced(name)
        }
    }

    @Test(
        "The sum with the block's input is refused beside other feed-forward steps",
        arguments: ["relative-location", "embedding-gating", "encoder-block", "no-feed-forward"])
    func otherSteps(name: String) {
        let part = "the feed-forward step"
        #expect(
            throws: CompositionError.conflict(first: "input-residual", second: name, part: part)
        ) { try ModelFixture().traced("input-residual+" + name) }
        #expect(
            throws: CompositionError.conflict(first: name, second: "input-residual", part: part)
        ) { try ModelFixture().traced(name + "+input-residual") }
    }
}

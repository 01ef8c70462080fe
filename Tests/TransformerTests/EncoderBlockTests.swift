import Tensors
import Testing
import Transformer
import Variants

@Suite("The block of the 2019 study")
struct EncoderBlockTests {
    /// A model of the study, as the keys of a sweep make it.
    private func model(
        _ name: String, layers: Int, width: Int, heads: Int, bias: Bool? = nil
    ) throws -> TracedModel {
        let variant = try standardCatalogue.resolve(name)
        var config = variant.modelDefaults
        (config.layers, config.width, config.heads) = (layers, width, heads)
        (config.blockSize, config.vocabulary, config.predict) = (32, 257, .last)
        config.bias = bias ?? config.bias
        return try trace(config, variant, batch: 1, purpose: .inference)
    }

    @Test("id 4 has the study's counts", arguments: [nil, true])
    func id4(bias: Bool?) throws {
        let traced = try model(
            "encoder-block+sinusoidal", layers: 1, width: 16, heads: 1, bias: bias)
        #expect(traced.config.normEpsilon == 1e-3)
        #expect(traced.counts == ParameterCounts(embedding: 4112, blocks: 1152, readout: 131_841))
        #expect(traced.counts.total == 137_105)
        #expect(
            traced.layers.map { "\($0.name) \($0.outputShape) \($0.parameters)" } == [
                "transformer.wte [1, 32, 16] 4112",
                "transformer.wpe [1, 32, 16] 0",
                "transformer.h.0.attn [1, 32, 16] 816",
                "transformer.h.0.ln_1 [1, 32, 16] 32",
                "transformer.h.0.mlp [1, 32, 16] 272",
                "transformer.h.0.ln_2 [1, 32, 16] 32",
                "lm_head [1, 257] 131841",
            ])
    }

    @Test("id 6 has the study's counts, each block 16,896", arguments: [nil, true])
    func id6(bias: Bool?) throws {
        let traced = try model(
            "encoder-block+sinusoidal+tied-embeddings", layers: 4, width: 64, heads: 8, bias: bias)
        #expect(
            traced.counts
                == ParameterCounts(embedding: 16_448, blocks: 4 * 16_896, readout: 131_136))
        #expect(traced.counts.total == 215_168)
        for layer in 0..<4 {
            let rows = traced.layers.filter { $0.name.hasPrefix("transformer.h.\(layer).") }
            #expect(rows.reduce(0) { $0 + $1.parameters } == 16_896)
        }
    }

    @Test("Offsets can be left out, and the later feed-forward part has twice the weights")
    func otherCounts() throws {
        let bare = try model(
            "encoder-block+sinusoidal", layers: 1, width: 16, heads: 1, bias: false)
        #expect(bare.counts.blocks == 4 * 16 * 16 + 2 * 16)
        let later = try model(
            "encoder-block(feedForward=rectified)+sinusoidal", layers: 1, width: 16, heads: 1)
        #expect(later.counts.blocks == 1152 + 272)
    }

    @Test("Hooks of other members take effect in it: each changes what is computed")
    func routing() throws {
        let fixture = ModelFixture()
        let plain = try fixture.run(fixture.traced("encoder-block"))["logits"]
        for other in ["soft-window", "hard-window", "head-gating", "sinusoidal", "head-softmax"] {
            let logits = try fixture.run(fixture.traced("encoder-block+\(other)"))["logits"]
            #expect(logits != plain, "\(other)")
        }
        let catalogue = standardCatalogue.adding([Doubled.self, Halved.self])
        for other in ["doubled", "halved"] {
            let variant = try catalogue.resolve("encoder-block+\(other)")
            #expect(try fixture.run(fixture.traced(variant))["logits"] != plain, "\(other)")
        }
    }

    @Test("It and a variant that replaces one of its parts are refused together")
    func conflict() throws {
        let catalogue = standardCatalogue.adding([FlatPart.self])
        let variant = try catalogue.resolve("encoder-block+flat-part")
        #expect(
            throws: CompositionError.conflict(
                first: "encoder-block", second: "flat-part", part: "the feed-forward sublayer")
        ) { try ModelFixture().traced(variant) }
    }

    /// Replaces the residual sum, which the block asks its site for.
    private struct Doubled: PlainVariant {
        static let name = "doubled"
        static let summary = "Updates count twice"
        func residual(_ x: Tensor, _ update: Tensor, at site: SublayerSite) -> Tensor? {
            x + 2 * update
        }
    }

    /// Replaces a norm, which the block asks its site for.
    private struct Halved: PlainVariant {
        static let name = "halved"
        static let summary = "Norms give half"
        func norm(_ x: Tensor, at site: NormSite) -> Tensor? {
            if case .before = site.place { site.norm(x) * 0.5 } else { nil }
        }
    }

    private struct FlatPart: PlainVariant {
        static let name = "flat-part"
        static let summary = "No feed-forward part"
        func feedForward(_ x: Tensor, at site: BlockSite) -> Tensor? { x }
    }
}

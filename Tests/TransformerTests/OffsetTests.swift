import Foundation
import Tensors
import Testing
import Transformer
import Variants

@Suite("Offsets of queries, keys, values and the readout")
struct OffsetTests {
    private func offsets(
        _ variant: String = "standard", _ change: (inout ModelConfig) -> Void
    ) throws -> Set<String> {
        let fixture = ModelFixture {
            $0.layers = 1
            change(&$0)
        }
        let names = try fixture.traced(variant).graph.parameters.map(\.name)
        return Set(names.filter { $0.hasSuffix("c_attn.bias") || $0.hasSuffix("lm_head.bias") })
    }

    @Test("Those of queries, keys and values follow 'bias' unless they are set")
    func queryKeyValue() throws {
        let name = "transformer.h.0.attn.c_attn.bias"
        #expect(try offsets { $0.bias = true } == [name])
        #expect(
            try offsets {
                $0.bias = true
                $0.queryKeyValueBias = false
            } == [])
        #expect(try offsets { $0.queryKeyValueBias = true } == [name])
        #expect(try offsets { _ in } == [])
    }

    @Test(
        "That of the readout is there where it is asked for, whatever 'bias' says",
        arguments: ["standard", "bottleneck", "td-dense"])
    func readout(variant: String) throws {
        #expect(try offsets(variant) { $0.readoutBias = true } == ["lm_head.bias"])
        #expect(
            try offsets(variant) { $0.bias = true } == ["transformer.h.0.attn.c_attn.bias"])
    }

    @Test("A readout that can have none refuses it with a sentence")
    func tied() {
        #expect {
            try ModelFixture { $0.readoutBias = true }.traced("soft-window+tied-embeddings")
        } throws: { error in
            "\(error)" == "The readout of the variant 'tied-embeddings' has no offset of its own, "
                + "so that the key 'readoutBias' should be false here."
        }
    }

    @Test("A whole model that is a table has none, as it has no width")
    func wholeModel() throws {
        #expect(try offsets("bigram") { $0.readoutBias = true } == [])
    }

    @Test("It is for the prediction of every token; that of the last one follows 'bias'")
    func last() throws {
        #expect {
            try ModelFixture {
                $0.predict = .last
                $0.readoutBias = true
            }.traced("standard")
        } throws: { error in
            "\(error)" == "model: the key 'readoutBias': it is for predict \"every\"; with predict "
                + "\"last\" the readout has an offset where 'bias' is true."
        }
        #expect(
            try offsets {
                $0.predict = .last
                $0.bias = true
                $0.queryKeyValueBias = false
            } == ["lm_head.bias"])
    }

    @Test("A configuration from before they could be set is read as it was")
    func earlier() throws {
        let text = """
            {"layers":2,"heads":2,"width":8,"blockSize":6,"dropout":0.1,"bias":true,"vocabulary":7,
             "predict":"last","causal":false,"activation":"relu","normEpsilon":1e-6,
             "initialization":"keras"}
            """
        let config = try JSONDecoder().decode(ModelConfig.self, from: Data(text.utf8))
        #expect(config.queryKeyValueBias == nil && !config.readoutBias)
        #expect(config.layers == 2 && config.predict == .last && config.dropout == 0.1)
        #expect(config.initialization == .keras && config.embeddingDropout == nil)
    }
}

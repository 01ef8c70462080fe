import Foundation
import Tensors
import Testing
import Transformer
import Variants

@Suite("Traced models")
struct TraceTests {
    @Test("Parameters have nanoGPT's names and shapes, in the order of computation")
    func parameterNames() throws {
        let model = try ModelFixture { $0.layers = 1 }.traced("standard")
        let found = model.graph.parameters.map { "\($0.name) \($0.shape)" }
        #expect(
            found == [
                "transformer.wte.weight [7, 8]",
                "transformer.wpe.weight [6, 8]",
                "transformer.h.0.ln_1.weight [8]",
                "transformer.h.0.attn.c_attn.weight [24, 8]",
                "transformer.h.0.attn.c_proj.weight [8, 8]",
                "transformer.h.0.ln_2.weight [8]",
                "transformer.h.0.mlp.c_fc.weight [32, 8]",
                "transformer.h.0.mlp.c_proj.weight [8, 32]",
                "transformer.ln_f.weight [8]",
                "lm_head.weight [7, 8]",
            ])
    }

    @Test("With bias on, each dense layer and norm has one; the readout of every token has none")
    func biasNames() throws {
        func biases(_ variant: String, _ predict: Prediction) throws -> Set<String> {
            let fixture = ModelFixture {
                $0.layers = 1
                $0.bias = true
                $0.predict = predict
            }
            let names = try fixture.traced(variant).graph.parameters.map(\.name)
            return Set(names.filter { $0.hasSuffix(".bias") })
        }
        let block = Set(
            ["h.0.ln_1", "h.0.attn.c_attn", "h.0.attn.c_proj", "h.0.ln_2", "h.0.mlp.c_fc"]
                .map { "transformer.\($0).bias" }
                + ["transformer.h.0.mlp.c_proj.bias", "transformer.ln_f.bias"])
        #expect(try biases("standard", .every) == block)
        #expect(try biases("standard", .last) == block.union(["lm_head.bias"]))
        #expect(
            try biases("soft-window", .every) == block.union(["transformer.h.0.attn.c_mem.bias"]))
        #expect(try biases("bottleneck", .every) == block.union(["readout.reduce.bias"]))
        #expect(try biases("tied-embeddings", .last) == block.union(["readout.dense.bias"]))
    }

    @Test("A GPT of 6 layers, width 384, block 256, 65 characters, tied has 10,745,088 parameters")
    func knownCount() throws {
        var config = ModelConfig()
        config.layers = 6
        config.heads = 6
        config.width = 384
        config.blockSize = 256
        let variant = try standardCatalogue.resolve("tied-embeddings")
        let model = try trace(config, variant, batch: 1, purpose: .inference)
        #expect(model.counts.total == 10_745_088)
        #expect(model.counts.embedding == (65 + 256) * 384)
        #expect(model.counts.readout == 0)
    }

    @Test("The 2019 study's dense readout of a flattened block has 131,841 parameters")
    func flattenedReadout() throws {
        var config = ModelConfig()
        config.layers = 1
        config.heads = 1
        config.width = 16
        config.blockSize = 32
        config.vocabulary = 257
        config.predict = .last
        config.bias = true
        let model = try trace(config, .standard, batch: 1, purpose: .inference)
        #expect(model.counts.readout == 131_841)
        #expect(model.counts.embedding == 4112 + 32 * 16)
    }

    @Test(
        "Counts and the table of layers agree with the parameters", arguments: Prediction.allCases)
    func countsAgree(predict: Prediction) throws {
        for name in standardCatalogue.names {
            let model = try ModelFixture { $0.predict = predict }.traced(name)
            let total = model.graph.parameters.reduce(0) { $0 + $1.shape.count }
            #expect(model.counts.total == total)
            #expect(model.layers.reduce(0) { $0 + $1.parameters } == total)
        }
    }

    @Test("The table of layers has a row for each part")
    func layerTable() throws {
        let model = try ModelFixture { $0.layers = 1 }.traced("tied-embeddings")
        #expect(
            model.layers.map(\.name) == [
                "transformer.wte", "transformer.wpe", "transformer.h.0.ln_1",
                "transformer.h.0.attn", "transformer.h.0.ln_2", "transformer.h.0.mlp",
                "transformer.ln_f", "lm_head",
            ])
        #expect(model.layers.last?.outputShape == [2, 6, 7])
        #expect(model.layers.last?.parameters == 0)
        #expect(model.layers[3].outputShape == [2, 6, 8] && model.layers[3].parameters == 256)
    }

    @Test(
        "Each readout has the layers of its definition",
        arguments: [
            (
                "bottleneck(divisor=2)", Prediction.every,
                ["readout.reduce [4, 8]", "lm_head [7, 4]"]
            ),
            (
                "bottleneck(divisor=2)", .last,
                ["readout.reduce [4, 8]", "readout.dense [8, 24]", "lm_head [7, 8]"]
            ),
            ("td-dense(divisor=2)", .every, ["readout.reduce [4, 8]", "lm_head [7, 4]"]),
            ("td-dense(divisor=2)", .last, ["readout.reduce [4, 8]", "lm_head [7, 24]"]),
            ("td-dense(divisor=100)", .every, ["readout.reduce [1, 8]", "lm_head [7, 1]"]),
            ("tied-embeddings", .every, []),
            ("tied-embeddings", .last, ["readout.dense [8, 48]"]),
            ("standard", .last, ["lm_head [7, 48]"]),
        ])
    func readouts(name: String, predict: Prediction, layers: [String]) throws {
        let model = try ModelFixture { $0.predict = predict }.traced(name)
        let own = model.graph.parameters.filter { !$0.name.hasPrefix("transformer.") }
        #expect(own.map { "\($0.name.dropLast(7)) \($0.shape)" } == layers)
    }

    @Test("Outputs follow the purpose", arguments: Prediction.allCases)
    func outputs(predict: Prediction) throws {
        let fixture = ModelFixture { $0.predict = predict }
        func shapes(_ purpose: TracePurpose) throws -> [String: Shape] {
            let graph = try fixture.traced("soft-window", purpose).graph
            return Dictionary(
                uniqueKeysWithValues: graph.outputs.map { ($0.name, graph.nodes[$0.node].shape) })
        }
        let scored: Shape = predict == .every ? [2, 6] : [2]
        let logits = Shape(scored.dimensions + [7])
        #expect(try shapes(.inference) == ["logits": logits])
        let evaluation = try shapes(.evaluation)
        #expect(evaluation["losses"] == scored && evaluation["loss"] == [])
        #expect(evaluation["probe.transformer.h.1.attn.window"] == [2, 2, 6, 1])
        let training = try shapes(.training)
        #expect(training["loss"] == [] && training["logits"] == nil)
        #expect(training["grad.transformer.h.0.attn.c_mem.weight"] == [2, 8])
        let parity = try shapes(.parity)
        #expect(parity["logits"] == logits && parity["loss"] == [])
        #expect(parity.count == 2 + (try fixture.traced("soft-window").graph.parameters.count))
    }

    @Test("The loss is the mean cross entropy of the scored tokens", arguments: Prediction.allCases)
    func loss(predict: Prediction) throws {
        let fixture = ModelFixture { $0.predict = predict }
        let result = try fixture.run(fixture.traced("standard", .evaluation))
        let logits = try #require(try fixture.run(fixture.traced("standard"))["logits"])
        var losses: [Double] = []
        for (row, target) in fixture.targets().enumerated() {
            let scores = logits[row * 7..<row * 7 + 7]
            let sum = scores.reduce(0) { $0 + exp($1) }
            losses.append(log(sum) - logits[row * 7 + Int(target)])
        }
        let found = try #require(result["losses"])
        #expect(found.count == losses.count)
        for (a, b) in zip(found, losses) { #expect(abs(a - b) < 1e-9) }
        let mean = losses.reduce(0, +) / Double(losses.count)
        #expect(abs(try #require(result["loss"]?.first) - mean) < 1e-9)
    }

    @Test(
        "No logits depend on a later token, for every variant", arguments: standardCatalogue.names)
    func causality(name: String) throws {
        let fixture = ModelFixture()
        let model = try fixture.traced(name)
        let before = try #require(try fixture.run(model)["logits"])
        for changed in 0..<6 {
            var tokens = fixture.tokens()
            tokens[changed] = Double((Int(tokens[changed]) + 1) % 7)
            let after = try #require(try fixture.run(model, tokens: tokens)["logits"])
            #expect(after.prefix(changed * 7).elementsEqual(before.prefix(changed * 7)))
            #expect(after != before)
        }
    }

    @Test(
        "A model that is not causal looks ahead",
        // A bigram looks nowhere.
        arguments: standardCatalogue.names.filter { $0 != "bigram" })
    func lookingAhead(name: String) throws {
        let fixture = ModelFixture { $0.causal = false }
        let model = try fixture.traced(name)
        var tokens = fixture.tokens()
        let before = try #require(try fixture.run(model)["logits"])
        tokens[5] = Double((Int(tokens[5]) + 1) % 7)
        let after = try #require(try fixture.run(model, tokens: tokens)["logits"])
        #expect(after.prefix(7) != before.prefix(7))
    }

    @Test("Tracing twice gives the same graph", arguments: TracePurpose.allCases)
    func deterministic(purpose: TracePurpose) throws {
        let fixture = ModelFixture { $0.dropout = 0.1 }
        let name = "head-gating+soft-window+tied-embeddings"
        let first = try fixture.traced(name, purpose).graph.canonicalText
        #expect(try fixture.traced(name, purpose).graph.canonicalText == first)
    }

    @Test("The catalogue lists the files of the Variants folder")
    func catalogue() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Variants")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".swift") && $0 != "Catalog.swift" }
            .map { String($0.dropLast(".swift".count)) }
        let types = standardCatalogue.variants.map { "\($0)" }
        #expect(types.sorted() == files.sorted())
        for variant in standardCatalogue.variants {
            let words = variant.name.split(separator: "-").map { $0.capitalized }
            #expect(words.joined() == "\(variant)")
        }
    }
}

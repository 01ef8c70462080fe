import Foundation
import Tensors
import Testing
import Transformer
import Variants

@Suite("Variants of attention and of what reads it")
struct AttentionVariantTests {
    private func parameters(
        _ variant: String, _ change: (inout ModelConfig) -> Void = { _ in }
    ) throws -> [String: Parameter] {
        let graph = try ModelFixture(change).traced(variant).graph
        return Dictionary(uniqueKeysWithValues: graph.parameters.map { ($0.name, $0) })
    }

    @Test("The relative location's parameters have the study's names, shapes and starts")
    func relativeLocation() throws {
        // 2 heads, width 8, block size 6
        let found = try parameters("relative-location") { $0.bias = true }
        let block = "transformer.h.1."
        for (name, start) in [("scale", Float(24)), ("bias", 0)] {
            for feature in ["rel", "std"] {
                let parameter = try #require(found[block + "attn.\(feature)_\(name)_norm_params"])
                #expect(parameter.shape == [6] && parameter.initializer == .constant(start))
                #expect(!parameter.decays)
            }
        }
        #expect(found[block + "ln_att_loc.weight"]?.shape == [4])
        #expect(found[block + "ln_att_loc.bias"]?.shape == [4])
        #expect(found[block + "mlp.c_fc.weight"]?.shape == [48, 12])
        #expect(found[block + "mlp.c_fc.bias"]?.shape == [48])
        #expect(found[block + "mlp.c_proj.weight"]?.shape == [8, 48])
    }

    @Test("Its scales and offsets may be each head's own, and may decay")
    func relativeLocationOptions() throws {
        for (options, shape, decays) in [
            ("perHead=true", [2, 6] as Shape, false), ("decay=true", [6], true),
            ("decay=true,perHead=true", [2, 6], true),
        ] {
            let found = try parameters("relative-location(\(options))")
            let own = found.values.filter { $0.name.hasSuffix("norm_params") }
            #expect(own.count == 8)
            #expect(own.allSatisfy { $0.shape == shape && $0.decays == decays })
        }
    }

    @Test("Heads that share scales and offsets compute as heads whose own are alike")
    func perHead() throws {
        let fixture = ModelFixture()
        let shared = try fixture.traced("relative-location")
        let own = try fixture.traced("relative-location(perHead=true)")
        var values = fixture.parameters(shared.graph)
        let inputs = ["tokens": fixture.tokens()]
        let expected = try Interpreter.evaluate(
            shared.graph, inputs: inputs, parameters: values)["logits"]
        for (name, value) in values where name.hasSuffix("norm_params") {
            values[name] = value + value
        }
        let found = try Interpreter.evaluate(
            own.graph, inputs: inputs, parameters: values)["logits"]
        #expect(found == expected)
    }

    @Test("Embedding gating's MLPs have the study's names and shapes, beside attention")
    func embeddingGating() throws {
        let found = try parameters("embedding-gating") { $0.bias = true }
        for name in ["mlp_scale", "mlp_bias", "mlp_loc"] {
            let scope = "transformer.h.0.\(name)."
            #expect(found[scope + "c_fc.weight"]?.shape == [20, 5])
            #expect(found[scope + "c_fc.bias"]?.shape == [20])
            #expect(found[scope + "c_proj.weight"]?.shape == [8, 20])
            #expect(found[scope + "c_proj.bias"]?.shape == [8])
        }
    }

    @Test("What needs the heads says so where another variant leaves them out")
    func withoutHeads() throws {
        for name in ["relative-location", "embedding-gating"] {
            let member = try standardCatalogue.resolve(name).members[0]
            #expect {
                try ModelFixture().traced(Composition([member, AverageAttention()]))
            } throws: { error in
                "\(error)".contains("variant '\(name)'")
                    && "\(error)".contains("the carried 'location'")
            }
        }
    }

    @Test("Importance is gathered from block to block, and has no offset")
    func importance() throws {
        let fixture = ModelFixture { $0.bias = true }
        let model = try fixture.traced("importance", .evaluation)
        #expect(!model.graph.parameters.contains { $0.name.hasSuffix("c_importance.bias") })
        // Without its own matrix, the second block hands on what the first has gathered.
        var values = fixture.parameters(model.graph)
        let name = "transformer.h.1.attn.c_importance.weight"
        values[name] = values[name]?.map { _ in 0 }
        let found = try Interpreter.evaluate(
            model.graph, inputs: ["tokens": fixture.tokens(), "targets": fixture.targets()],
            parameters: values)
        let first = try #require(found["probe.transformer.h.0.attn.importance"])
        #expect(first == found["probe.transformer.h.1.attn.importance"])
        #expect(first.contains { $0 != 0 })
    }

    @Test("The hard window's share is that of the causal pairs that are nearer than the window")
    func windowShare() throws {
        // A batch of as many sequences as there are heads, as the two axes must not be confused.
        let fixture = ModelFixture()
        let model = try fixture.traced("hard-window", .evaluation)
        let found = try fixture.run(model)
        for layer in 0..<2 {
            let scope = "probe.transformer.h.\(layer).attn."
            let windows = try #require(found[scope + "window"])  // [B, H, T, 1]
            let expected = stride(from: 0, to: windows.count, by: 6).map { start -> Double in
                let inside = (0..<6).map { query in
                    (0...query).count { Double(query - $0 + 1) < windows[start + query] }
                }
                return Double(inside.reduce(0, +)) / 21
            }
            let shares = try #require(found[scope + "share"])
            #expect(shares.count == expected.count)
            #expect(zip(shares, expected).allSatisfy { abs($0 - $1) < 1e-12 })
            #expect(shares.contains { $0 < 1 })
        }
        let probe = try #require(model.probes.first { $0.name.hasSuffix("share") })
        #expect(probe.shape == [2, 2] && probe.hasBatchAxis)
    }

    @Test("Scores without the division are sqrt(D) times those with it")
    func unscaledScores() throws {
        let fixture = ModelFixture()
        let model = try fixture.traced("unscaled-scores")
        var values = fixture.parameters(model.graph)
        let inputs = ["tokens": fixture.tokens()]
        let found = try Interpreter.evaluate(model.graph, inputs: inputs, parameters: values)
        // Queries twice as large, divided by the root of a head's width of 4, are as they were.
        for layer in 0..<2 {
            let name = "transformer.h.\(layer).attn.c_attn.weight"
            values[name] = values[name]?.enumerated().map { $0 < 64 ? 2 * $1 : $1 }
        }
        let standard = try fixture.traced("standard")
        let expected = try Interpreter.evaluate(standard.graph, inputs: inputs, parameters: values)
        let pairs = zip(try #require(found["logits"]), try #require(expected["logits"]))
        #expect(pairs.allSatisfy { abs($0 - $1) < 1e-12 })
    }

    @Test("Probes of the scores change nothing, and record both sides of the softmax")
    func scoreProbes() throws {
        let fixture = ModelFixture()
        let plain = try fixture.traced("standard", .training)
        let training = try fixture.traced("score-probes", .training)
        #expect(training.objective.canonicalText == plain.objective.canonicalText)
        let scope = "transformer.h.0.attn."
        let shapes = Dictionary(
            uniqueKeysWithValues: training.probes.map { ($0.name, $0.shape) })
        #expect(shapes[scope + "query"] == [2, 2, 6, 4])
        #expect(shapes[scope + "scores"] == [2, 2, 6, 6])
        #expect(shapes[scope + "weights"] == [2, 2, 6, 6])

        let gradients = try fixture.run(training)
        let byScores = try #require(gradients["probeGradient." + scope + "scores"])
        // A softmax does not change when a row's scores all grow alike.
        for row in stride(from: 0, to: byScores.count, by: 6) {
            #expect(abs(byScores[row..<row + 6].reduce(0, +)) < 1e-15)
        }
        #expect(byScores.contains { abs($0) > 1e-6 })

        let evaluation = try fixture.traced("score-probes", .evaluation)
        let entropies = try #require(try fixture.run(evaluation)["probe." + scope + "entropy"])
        #expect(entropies.count == 24)
        for (place, entropy) in entropies.enumerated() {
            let keys = place % 6 + 1
            #expect(entropy >= -1e-12 && entropy <= log(Double(keys)) + 1e-12)
            if keys > 1 { #expect(entropy > 0.1) }
        }
    }

    @Test("Positions beside the tokens' vectors have numbers of their own")
    func concatPositions() throws {
        let fixture = ModelFixture()
        let model = try fixture.traced("concat-positions(divisor=4)")
        let own = model.graph.parameters.filter {
            $0.name.contains(".wte.") || $0.name.contains(".wpe.")
        }
        #expect(
            own.map { "\($0.name) \($0.shape)" } == [
                "transformer.wte.weight [7, 6]", "transformer.wpe.weight [6, 2]",
            ])
        #expect(model.counts.embedding == 7 * 6 + 6 * 2)
        // It is the baseline's sum of vectors that have zeros in each other's place.
        var values = fixture.parameters(model.graph)
        let inputs = ["tokens": fixture.tokens()]
        let found = try Interpreter.evaluate(model.graph, inputs: inputs, parameters: values)
        func padded(_ name: String, _ width: Int, before: Int, after: Int) {
            let rows = values[name] ?? []
            values[name] = stride(from: 0, to: rows.count, by: width).flatMap {
                [Double](repeating: 0, count: before) + rows[$0..<$0 + width]
                    + [Double](repeating: 0, count: after)
            }
        }
        padded("transformer.wte.weight", 6, before: 0, after: 2)
        padded("transformer.wpe.weight", 2, before: 6, after: 0)
        let standard = try fixture.traced("standard")
        let expected = try Interpreter.evaluate(standard.graph, inputs: inputs, parameters: values)
        #expect(found["logits"] == expected["logits"])
    }

    @Test("A position of no numbers, or of all, is refused")
    func concatPositionsOptions() {
        #expect {
            try ModelFixture { ($0.width, $0.heads) = (1, 1) }.traced("concat-positions")
        } throws: { error in
            "\(error)" == "variant 'concat-positions', hook 'embed', transformer: width 1: a token "
                + "and its position need a number each; choose a width of at least 2."
        }
        #expect {
            try standardCatalogue.resolve("concat-positions(divisor=1)")
        } throws: { error in
            "\(error)" == "In the variant's name 'concat-positions(divisor=1)', the option "
                + "'divisor' is 1, but should be a whole number of at least 2."
        }
    }
}
